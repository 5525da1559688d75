# SPDX-License-Identifier: BSD-2-Clause
#
# config.* is true to the build, in the overlay and in libc: M108 to M122.

atf_test_case overlay
overlay_body()
{
	atf_check "$(atf_get_srcdir)/h_config"
}

atf_test_case libc
libc_body()
{
	atf_check "$(atf_get_srcdir)/h_config_libc.static"
	atf_check "$(atf_get_srcdir)/h_config_libc.pie"
}

atf_init_test_cases()
{
	atf_add_test_case overlay
	atf_add_test_case libc
}
