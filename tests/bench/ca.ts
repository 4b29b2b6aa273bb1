// Group `ca`: how fast the status of certificates is told.

import { measureOcsp } from './support/ocsp.ts';
import { finish } from './support/figures.ts';

await measureOcsp();
finish();
