# SPDX-License-Identifier: BSD-2-Clause
#
# Hashes of lists, texts that grow, sorting and matching.

use strict;
use warnings;

my $rounds = shift // 1;
my $x = 42;
sub number { $x = ($x * 1103515245 + 12345) & 0x7fffffff; return $x >> 8 }

for my $round (1 .. $rounds) {
	my (%count, %lists);
	for (1 .. 150_000) {
		my $word = join '', map { chr(97 + number() % 26) }
		    0 .. number() % 3;
		$count{$word}++;
		push @{$lists{length $word}{substr $word, 0, 1}}, $word;
	}
	my @order = sort { $count{$b} <=> $count{$a} || $a cmp $b } keys %count;
	my $text = join ' ', @order;
	my $matched = () = $text =~ /\b(\w)\w*\1\b/g;
	$text =~ s/(\w+) (\w+)/$2 $1/g;
	my $sum = 0;
	$sum = ($sum * 31 + ord) % 1000003 for split //, $text;
	my $long = '';
	$long .= sprintf '%07d;', $_ for 1 .. 100_000;
	my %copy = map { $_ => [@{$lists{$_}{a} // []}] } keys %lists;
	delete @count{grep { $count{$_} % 2 } keys %count};
	printf "%d %s %d %d %d %d %d\n", $round, "@order[0 .. 4]", $matched,
	    $sum, length $long, scalar(keys %count),
	    scalar map { @$_ } values %copy;
}
