import { divisionTree, type DivisionTree } from './divisions';

let loading: Promise<DivisionTree> | undefined;

/** The table comes in its own file, when a form first needs it. */
export function loadDivisions(): Promise<DivisionTree> {
  loading ??= import('../../../data/divisions.json')
    .then(({ divisions }) => divisionTree(divisions))
    .catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
  return loading;
}
