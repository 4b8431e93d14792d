# Draws docs/plots/sizes.svg: the time of three outputs by size, from the data of bench/tables.py, which come
# first.

set terminal svg size 1000,420 font 'sans-serif,12' background '#ffffff'
set output 'docs/plots/sizes.svg'
set border 3 linecolor '#666666'
set grid linetype 1 linewidth 0.5 linecolor '#dddddd'
set tics nomirror textcolor '#666666'
set logscale xy
set xrange [50:5e7]
set xlabel 'elements' offset 0, 0.4 textcolor '#666666'
set xtics ('64' 64, '512' 512, '4096' 4096, '32768' 32768, '2^{18}' 2**18, '2^{21}' 2**21, '2^{25}' 2**25)
set ytics (0.1, 0.2, 0.5, 1, 2, 5)
set yrange [0.1:5]
set key at screen 0.5, 0.05 center center maxrows 2 samplen 2 textcolor '#222222'

array colours[5] = ['#0072b2', '#009e73', '#d55e00', '#cc79a7', '#e69f00']
scalars = 'float double'
set multiplot layout 1, 2 margins 0.05, 0.99, 0.22, 0.92 spacing 0.05
do for [s = 1:2] {
  set title word(scalars, s).', ns per element for σ, σ′ and σ″' font ',13' offset 0, -0.6 textcolor '#222222'
  if (s == 2) { unset key }
  unset arrow
  unset label
  # Where one array read and three written fill a cache.
  do for [level = 1:words(caches)] {
    elements = word(caches, level) / (4 * 4.0 * s)
    set arrow level from elements, 0.1 to elements, 5 nohead dashtype (2, 4) linecolor '#888888'
    set label level sprintf(' L%d', level) at elements, 0.115 textcolor '#888888'
  }
  plot for [i = 1:words(names)] $sizes index s-1 using 1:1+i with linespoints linewidth 2 pointtype 7 \
         pointsize 0.5 linecolor rgb colours[i] title word(names, i), \
       '' index s-1 using 1:7 with lines linewidth 2 linecolor '#222222' title 'copy', \
       '' index s-1 using 1:8 with lines linewidth 2 dashtype (4, 4) linecolor '#222222' title 'non-temporal copy'
}
unset multiplot
unset output
