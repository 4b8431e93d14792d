# Draws docs/plots/roofline.svg: the time of three outputs against the copy's, at every size, from the data of
# bench/tables.py, which come first.

set terminal svg noenhanced size 1000,620 font 'sans-serif,11' background '#ffffff'
set output 'docs/plots/roofline.svg'
set border 1 linecolor '#666666'
set grid xtics linetype 1 linewidth 0.5 linecolor '#dddddd'
set tics nomirror scale 0 textcolor '#444444'
set logscale x
set xrange [0.1:20]
set xtics ('0.1' 0.1, '0.3' 0.3, '1' 1, '3' 3, '10' 10)
set yrange [-1:14]
unset key

# Within a quarter of the copy an activation waits for memory.
is_memory_bound(time, limit) = time < 1.25 * limit
colour(time, limit) = is_memory_bound(time, limit) ? 0x0072b2 : 0xd55e00

scalars = 'float double'
set multiplot layout 2, words(sizes) margins 0.14, 0.99, 0.13, 0.93 spacing 0.012, 0.09
do for [s = 1:2] {
  do for [i = 1:words(sizes)] {
    block = words(sizes) * (s - 1) + i - 1
    set title sprintf('%s, %s elements', word(scalars, s), word(sizes, i)) font ',11' offset 0, -0.6 textcolor '#222222'
    if (s == 2) { set xlabel 'ns per element' offset 0, 0.4 textcolor '#444444' } else { unset xlabel }
    if (block == 0) {
      set label 1 'black: a copy of one array to three' at screen 0.13, 0.03 textcolor '#222222'
      set label 2 'blue: bound by memory, within 25 % of the copy' at screen 0.41, 0.03 textcolor '#0072b2'
      set label 3 'orange: bound by arithmetic' at screen 0.78, 0.03 textcolor '#d55e00'
    } else { unset label }
    unset ytics
    if (i == 1) {
      set ytics scale 0 nomirror () textcolor '#222222'
      do for [k = 1:words(activations)] { set ytics scale 0 nomirror add (word(activations, k) k - 1) }
    }
    plot $limits index block using 3:0:($2-$3):(0):(colour($2, $3)) \
           with vectors nohead linewidth 3 linecolor rgb variable, \
         '' index block using 3:($0-0.5):(0):(1) with vectors nohead linewidth 1.5 linecolor '#222222', \
         '' index block using 2:0:(colour($2, $3)) with points pointtype 7 pointsize 0.6 linecolor rgb variable
  }
}
unset multiplot
unset output
