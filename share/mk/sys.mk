# SPDX-License-Identifier: BSD-2-Clause
#
# Leads makes below the top directory, and those run with MAKESYSPATH set to
# this directory, to the sys.mk of the tree.

.include "${.PARSEDIR:tA:H:H}/sys.mk"
