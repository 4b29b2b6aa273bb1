// 大字版, for weak eyes: everything on the page is measured in rem and grows with the root.
import { ref } from 'vue';

const kKey = 'certhall-large-text';

/** Where nothing may be stored, the choice holds for this page. */
function stored(): boolean {
  try {
    return localStorage.getItem(kKey) === '1';
  } catch {
    return false;
  }
}

const large = ref(stored());
const show = () => document.documentElement.classList.toggle('large-text', large.value);
show();

export function useLargeText() {
  function toggle() {
    large.value = !large.value;
    show();
    try {
      localStorage.setItem(kKey, large.value ? '1' : '0');
    } catch {
      // It was shown; it is only not remembered.
    }
  }
  return { large, toggle };
}
