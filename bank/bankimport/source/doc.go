// Package source is what the readers of bank files share: text and its
// encoding, pictures, places, and a collector that turns checked bodies into
// drafts and everything else into rows of the report.
package source
