import 'element-plus/es/components/message/style/css';

import { ElMessage } from 'element-plus/es/components/message/index';

/** Says for a few seconds that something was done. */
export function tellDone(message: string): void {
  ElMessage({ message, type: 'success', grouping: true });
}
