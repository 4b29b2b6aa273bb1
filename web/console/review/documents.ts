import type { Schemas } from '@shared/api/client';

type Application = Schemas['ConsoleApplication'];
export type MaterialKind = Schemas['MaterialKind'];

/** One thing to look at: a material with its pages, the photos of the card, the printed form. */
export interface ReviewDocument {
  key: string;
  title: string;
  pages: string[]; // pictures
  pdf?: string; // shown by the browser instead of pictures
  download?: string | undefined;
  missing: boolean;
  checks: Schemas['MaterialCheck'][];
  returned?: string | undefined; // why it was sent back last time
}

const kCardSides: MaterialKind[] = ['id_card_front', 'id_card_back'];

function fromMaterial(material: Schemas['MaterialView']): ReviewDocument {
  return {
    key: material.kind,
    title: material.title,
    pages: material.preview_urls,
    download: material.download_url,
    missing: !material.uploaded,
    checks: material.checks,
    returned: material.return_reason,
  };
}

/** In the order in which they are looked at. */
export function documentsOf(application: Application): ReviewDocument[] {
  const materials = application.materials.filter(({ kind }) => !kCardSides.includes(kind));
  const voucher = (kind: MaterialKind) => kind === 'transfer_voucher';
  const vouchers = materials.filter(({ kind }) => voucher(kind)).map(fromMaterial);
  // Finance sees nothing but the voucher.
  if (!application.form_url) return vouchers;
  return [
    ...materials.filter(({ kind }) => !voucher(kind)).map(fromMaterial),
    {
      key: 'identity',
      title: '身份证照片',
      pages: application.identity.photo_urls,
      missing: application.identity.photo_urls.length === 0,
      checks: [],
    },
    ...vouchers,
    {
      key: 'printed_form',
      title: '申请表原稿',
      pages: [],
      pdf: application.form_url,
      missing: application.form_version === 0,
      checks: [],
    },
  ];
}

export interface Place {
  document: number;
  page: number;
}

const pageCount = ({ pages }: ReviewDocument) => Math.max(pages.length, 1);

/** The next (or, with -1, the previous) page, on to the next document at the end; stays at the ends. */
export function step(documents: ReviewDocument[], from: Place, by: 1 | -1): Place {
  const here = documents[from.document];
  const page = from.page + by;
  if (here && page >= 0 && page < pageCount(here)) return { ...from, page };
  const document = from.document + by;
  const there = documents[document];
  if (!there) return from;
  return { document, page: by === 1 ? 0 : pageCount(there) - 1 };
}
