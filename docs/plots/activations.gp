# Draws docs/plots/activations.svg, one panel per activation, from the data of examples/plot_data.cpp, which come first.

columns = 5
rows = 3

set terminal svg size 1000,600 font 'sans-serif,11' background '#ffffff'
set output 'docs/plots/activations.svg'
set border 0
set xzeroaxis linetype 1 linewidth 1 linecolor '#888888'
set yzeroaxis linetype 1 linewidth 1 linecolor '#888888'
set grid linetype 1 linewidth 0.5 linecolor '#dddddd'
set tics scale 0 textcolor '#666666'
set xtics 2
set ytics 1
set xrange [-5:5]
set yrange [-2.2:2.7]
unset key

# The dashes let a curve below show where two coincide.
set style line 1 linewidth 2 linecolor '#0072b2'
set style line 2 linewidth 2 linecolor '#d55e00' dashtype (14, 5)
set style line 3 linewidth 2 linecolor '#009e73' dashtype (3, 3)

set multiplot layout rows, columns margins 0.03, 0.99, 0.05, 0.95 spacing 0.03, 0.09
do for [i = 1:words(names)] {
  set title word(names, i) noenhanced font ',13' offset 0, -0.6 textcolor '#222222'
  plot $jets index i-1 using 1:2 with lines linestyle 1, \
       '' index i-1 using 1:3 with lines linestyle 2, \
       '' index i-1 using 1:4 with lines linestyle 3
}

# The free place holds the key.
unset title
unset tics
unset grid
unset xzeroaxis
unset yzeroaxis
set key center center samplen 4 spacing 1.8 font ',15' textcolor '#222222'
plot NaN with lines linestyle 1 title 'σ', NaN with lines linestyle 2 title 'σ′', NaN with lines linestyle 3 title 'σ″'
unset multiplot
unset output
