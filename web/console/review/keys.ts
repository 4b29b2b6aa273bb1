import { onBeforeUnmount, onMounted } from 'vue';

export type Command =
  | 'next_page'
  | 'previous_page'
  | 'zoom_in'
  | 'zoom_out'
  | 'fit'
  | 'rotate'
  | 'approve'
  | 'return'
  | 'refuse'
  | 'queue'
  | 'next'
  | 'reveal'
  | 'help';

interface Shortcut {
  command: Command;
  keys: string[]; // as in KeyboardEvent.key
  shown: string[];
  about: string;
}

export const shortcuts: Shortcut[] = [
  { command: 'next_page', keys: ['j', 'ArrowRight'], shown: ['J', '→'], about: '下一份材料' },
  { command: 'previous_page', keys: ['k', 'ArrowLeft'], shown: ['K', '←'], about: '上一份材料' },
  { command: 'zoom_in', keys: ['+', '='], shown: ['+'], about: '放大' },
  { command: 'zoom_out', keys: ['-'], shown: ['-'], about: '缩小' },
  { command: 'fit', keys: ['f', '0'], shown: ['F'], about: '适合窗口' },
  { command: 'rotate', keys: ['r'], shown: ['R'], about: '顺时针旋转' },
  { command: 'approve', keys: ['a'], shown: ['A'], about: '审核通过（要点须全部勾选）' },
  { command: 'return', keys: ['x'], shown: ['X'], about: '驳回修改' },
  { command: 'refuse', keys: ['d'], shown: ['D'], about: '拒绝办理' },
  { command: 'next', keys: ['n'], shown: ['N'], about: '跳到下一单，不作处理' },
  { command: 'queue', keys: ['q'], shown: ['Q'], about: '回到审核队列' },
  { command: 'reveal', keys: ['v'], shown: ['V'], about: '显示完整号码和地址（记入审计）' },
  { command: 'help', keys: ['?', '\uff1f'], shown: ['?'], about: '显示本说明' },
];

const byKey = new Map(shortcuts.flatMap(({ keys, command }) => keys.map((key) => [key, command])));

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** Combinations with Ctrl, Alt or the like belong to the browser. */
export function commandOf({ key, ctrlKey, metaKey, altKey }: Key): Command | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  return byKey.get(key.length === 1 ? key.toLowerCase() : key);
}

const kNotTyped = ['checkbox', 'radio', 'button', 'submit'];

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !kNotTyped.includes(target.type);
  return target.isContentEditable || ['TEXTAREA', 'SELECT'].includes(target.tagName);
}

/** `tick` gets 0 to 8 for the keys 1 to 9. */
export function useShortcuts(
  enabled: () => boolean,
  act: (command: Command) => void,
  tick: (index: number) => void,
): void {
  const listen = (event: KeyboardEvent) => {
    if (!enabled() || event.defaultPrevented || event.isComposing || isTyping(event.target)) return;
    const command = commandOf(event);
    if (!command && !event.ctrlKey && !event.altKey && /^[1-9]$/.test(event.key)) {
      return tick(Number(event.key) - 1);
    }
    if (!command || (event.repeat && command === 'approve')) return;
    event.preventDefault();
    act(command);
  };
  onMounted(() => window.addEventListener('keydown', listen));
  onBeforeUnmount(() => window.removeEventListener('keydown', listen));
}
