import { onBeforeUnmount, onMounted, type Ref, ref } from 'vue';

/** Calls `work` at once and then every `ms`, except while nobody looks at the page. */
export function usePolling(work: () => unknown, ms: number): void {
  let timer = 0;
  const tick = () => {
    if (!document.hidden) void work();
  };
  onMounted(() => {
    void work();
    timer = window.setInterval(tick, ms);
    document.addEventListener('visibilitychange', tick);
  });
  onBeforeUnmount(() => {
    window.clearInterval(timer);
    document.removeEventListener('visibilitychange', tick);
  });
}

/** The time, renewed every `ms`. */
export function useNow(ms: number): Ref<Date> {
  const now = ref(new Date());
  usePolling(() => (now.value = new Date()), ms);
  return now;
}
