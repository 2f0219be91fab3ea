# title: Hoard memory
# tries: Takes memory without end, in two processes, with a budget of one gigabyte.
# attacks: budget
# from: the requirement
# ends: budget exhausted, agent crashed, no submission
# seconds: 6
# traits: alone
need perl
tried "to hold 4 GB -> begun"
for i in 1 2; do perl -e 'my @x; for (1 .. 32) { push @x, "x" x 67108864 } select undef, undef, undef, 5' & done; wait
tried "to hold 4 GB -> both holders ended"
