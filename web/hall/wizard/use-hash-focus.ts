import { nextTick, onMounted } from 'vue';
import { useRoute } from 'vue-router';

/** A link such as …/details#field-agent-name leads to the field itself. */
export function useHashFocus(): void {
  const route = useRoute();
  onMounted(async () => {
    if (!route.hash) return;
    await nextTick();
    const element = document.getElementById(route.hash.slice(1));
    element?.scrollIntoView({ block: 'center' });
    element?.focus({ preventScroll: true });
  });
}
