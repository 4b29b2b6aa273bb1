// Line icons on a 24 × 24 grid, drawn for this hall.
export const icons = {
  apply: 'M7 3h7l4 4v14H7zM14 3v4h4M10 12h5M10 16h5',
  replace: 'M4 12a8 8 0 0 1 14-5.3L20 9M20 4v5h-5M20 12a8 8 0 0 1-14 5.300L4 15M4 20v-5h5',
  change: 'M4 20h4L19 9l-4-4L4 16zM13 7l4 4',
  unlock: 'M6 11h12v9H6zM9 11V7a3.5 3.5 0 0 1 6.8-1M12 15v2',
  renew: 'M12 7v5l3 2M12 3a9 9 0 1 0 9 9M16 3.500h4.500V8',
  query: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l4.5 4.5',
  check: 'M5 12.500l4.5 4.500L19 7.5',
  cross: 'M6 6l12 12M18 6 6 18',
  warning: 'M12 4 2.8 20h18.400zM12 10v4.500M12 17.300v.2',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5.500M12 7.600v.2',
  arrow: 'M5 12h14M13 6l6 6-6 6',
  back: 'M19 12H5M11 6l-6 6 6 6',
  phone: 'M7 3h10v18H7zM11 18h2',
  call:
    'M6 3.5 9 4l1.5 4-2 1.5a12 12 0 0 0 6 6l1.5-2 4 1.5.5 3c-.2 1.5-1.3 2-2.5 2' +
    'C10 20 4 14 4 6c0-1.2.6-2.3 2-2.500z',
  upload: 'M12 16V5M7.5 9 12 4.5 16.5 9M4 16v4h16v-4',
  file: 'M7 3h7l4 4v14H7zM14 3v4h4',
  printer: 'M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z',
  download: 'M12 4v11M7.5 11 12 15.5 16.5 11M4 20h16',
  open: 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6',
  copy: 'M9 8h11v12H9zM5 16H4V4h11v1',
  shield: 'M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6zM8.5 12l2.5 2.5 4.5-5',
  truck:
    'M3 6h11v10H3zM14 10h4l3 3v3h-7M7 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM17 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20a7.5 7.5 0 0 1 15 0',
  building: 'M5 21V4h9v17M14 9h5v12M3 21h18M8 8h3M8 12h3M8 16h3',
} as const;

export type IconName = keyof typeof icons;
