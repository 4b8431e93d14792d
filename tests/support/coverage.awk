# Prints which lines and branches of the headers were reached, from the output of llvm-cov show with instantiations. A line
# or branch of a template counts as reached where one of its instantiations reaches it.

# The name of a file stands before its lines.
/^\/.*:$/ {
  file = $0
  sub(/^.*\/include\//, "", file)
  sub(/:$/, "", file)
}

# 12|  3.4k|code
match($0, /^[ |]*[0-9]+\| *[0-9.]+[kMGTPE]?\|/) {
  fields = substr($0, 1, RLENGTH)
  code = substr($0, RLENGTH + 1)
  count = split(fields, field, "|")
  place = file ":" (field[count - 2] + 0)
  if (!(place in code_at)) places[++place_count] = place
  code_at[place] = code
  is_reached[place] = is_reached[place] || field[count - 1] != 0
}

# Branch (12:34): [True: 5, False: [Folded - Ignored]]
match($0, /Branch \([0-9]+:[0-9]+\): /) {
  branch = file ":" substr($0, RSTART + 8, RLENGTH - 11)
  see(branch, "True")
  see(branch, "False")
}

function see(branch, outcome,   side) {
  if (!match($0, outcome ": [0-9]")) return
  side = branch " " tolower(outcome)
  if (!(side in is_taken)) sides[++side_count] = side
  is_taken[side] = is_taken[side] || substr($0, RSTART + RLENGTH - 1, 1) != "0"
}

END {
  for (i = 1; i <= place_count; ++i)
    if (is_reached[places[i]])
      ++reached
    else
      print places[i] ":" code_at[places[i]]
  for (i = 1; i <= side_count; ++i)
    if (is_taken[sides[i]])
      ++taken
    else
      print sides[i] " never"
  if (!place_count || !side_count) exit 1
  printf "lines     %5d of %5d  %5.1f %%\n", reached, place_count, 100 * reached / place_count
  printf "branches  %5d of %5d  %5.1f %%\n", taken, side_count, 100 * taken / side_count
}
