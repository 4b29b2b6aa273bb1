#!/bin/sh
# The characters of GB/T 2312, which nearly all Chinese text is made of, and those of ASCII, as
# UTF-8; and what writers use that the standard has not, or has elsewhere.
LC_ALL=C awk 'BEGIN {
  for (c = 32; c < 127; ++c) printf "%c", c
  for (row = 161; row < 248; ++row) for (cell = 161; cell < 255; ++cell) printf "%c%c", row, cell
}' | iconv -c -f GB2312 -t UTF-8
printf '¥·—–•©®〇'
