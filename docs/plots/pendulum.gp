# Draws docs/plots/pendulum.svg from the data of examples/pendulum.cpp, which come first.

set terminal svg size 1000,360 font 'sans-serif,12' background '#ffffff'
set output 'docs/plots/pendulum.svg'
set border 3 linecolor '#666666'
set grid linetype 1 linewidth 0.5 linecolor '#dddddd'
set tics nomirror textcolor '#666666'
set xrange [0:10]
set yrange [-1.2:1.6]
set xlabel 'time' textcolor '#666666'
set key bottom right

# Columns 2 to 5 are the angles of the runs.
set multiplot layout 1, 2 margins 0.05, 0.99, 0.15, 0.9 spacing 0.06
do for [i = 0:1] {
  set title word('before after', i + 1).' training' font ',14' offset 0, -0.6 textcolor '#222222'
  plot for [run = 2:5] $swings index i using 1:run with lines linewidth 2 linecolor '#0072b2' \
           title run == 2 ? 'angle, four runs' : '', \
       1 with lines linewidth 1 dashtype (6, 4) linecolor '#222222' title 'wanted angle'
}
unset multiplot
unset output
