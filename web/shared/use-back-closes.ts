import { onBeforeUnmount, onMounted, watch, type Ref } from 'vue';

/** While `open`, the browser's Back closes what is open instead of leaving the page. */
export function useBackCloses(open: Ref<boolean>, close: () => void): void {
  let ours = false; // the newest entry of the history

  function onPop() {
    if (!ours) return;
    ours = false;
    close();
  }
  onMounted(() => window.addEventListener('popstate', onPop));
  onBeforeUnmount(() => window.removeEventListener('popstate', onPop));

  watch(open, (is) => {
    if (is === ours) return;
    ours = is;
    if (is)
      history.pushState(history.state, ''); // the router's own state stays in it
    else history.back();
  });
}
