#!/bin/sh
# Draws the icon: a window's title bar, and below it the ring of a turn. Needs ImageMagick.
set -eu
cd "$(dirname "$0")"
convert -size 512x512 xc:none \
    -fill '#1f3a8a' -draw 'roundrectangle 32,32 480,480 96,96' \
    -fill '#ffffff' -draw 'roundrectangle 112,120 400,168 24,24' \
    -fill none -stroke '#ffffff' -strokewidth 44 -draw 'circle 256,312 256,226' \
    -resize 256x256 -strip PNG32:icon.png
