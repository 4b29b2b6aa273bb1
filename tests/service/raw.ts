// A socket that says exactly what it is told, for what no HTTP client would send.

import { connect } from 'node:net';

export interface Talk {
  say: (string | Uint8Array)[]; // each piece a little after the one before
  hangUp?: boolean; // no more comes from here
}

/// Everything that came back until the other side closed, or `seconds` passed.
export async function converse(
  port: number,
  { say, hangUp = false }: Talk,
  seconds = 3,
): Promise<{ heard: string; closed: boolean }> {
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  let heard = '';
  socket.on('data', (chunk) => (heard += chunk.toString('latin1')));
  socket.on('error', () => undefined);
  const closed = new Promise<boolean>((done) => socket.once('close', () => done(true)));
  for (const piece of say) {
    socket.write(piece);
    await new Promise((later) => setTimeout(later, 20));
  }
  if (hangUp) socket.end();
  const late = new Promise<boolean>((done) => setTimeout(done, seconds * 1000, false).unref());
  const ended = await Promise.race([closed, late]);
  socket.destroy();
  return { heard, closed: ended };
}
