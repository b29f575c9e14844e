// Package deliverytest is what every delivery.Live and every delivery.Archive
// must pass: RunLive and RunArchive are called by the tests of each.
package deliverytest
