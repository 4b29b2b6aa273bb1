// answers.mjs FOLDER: an OCSP responder for verifiers that fetch by themselves. What is asked under
// /NAME is answered with the file FOLDER/NAME/answer.der. Its first line says its port.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);
const server = createServer((request, response) => {
  request.resume().on('end', () => {
    const [, name] = request.url.split('/');
    response.writeHead(200, { 'Content-Type': 'application/ocsp-response' });
    response.end(readFileSync(join(folder, name, 'answer.der')));
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
