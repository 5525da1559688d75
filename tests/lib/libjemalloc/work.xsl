<?xml version="1.0"?>
<!-- SPDX-License-Identifier: BSD-2-Clause -->
<!-- Groups the rows of a table by key, sorts and counts them. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
	<xsl:output method="text"/>
	<xsl:key name="of" match="row" use="@key"/>
	<xsl:template match="/table">
		<xsl:for-each select="row[generate-id() =
		    generate-id(key('of', @key)[1])]">
			<xsl:sort select="@key"/>
			<xsl:value-of select="concat(@key, ' ',
			    count(key('of', @key)), ' ',
			    sum(key('of', @key)/@value), '&#10;')"/>
			<xsl:for-each select="key('of', @key)">
				<xsl:sort select="text" order="descending"/>
				<xsl:value-of select="translate(substring(text,
				    1, 20), 'abc', 'ABC')"/>
			</xsl:for-each>
		</xsl:for-each>
	</xsl:template>
</xsl:stylesheet>
