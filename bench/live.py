"""Meters an interface with nfstream 6, one meter, and prints every second how many packets it has taken and lost."""

import sys

from nfstream import NFStreamer

for _ in NFStreamer(source=sys.argv[1], statistical_analysis=True, n_meters=1, performance_report=1):
    pass
