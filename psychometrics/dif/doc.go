// Package dif finds items that work differently for two groups of equal
// ability: girls and boys, regions, kinds of school, paper and screen (mode
// effect), this year and last (drift).
//
// Words. The reference group is the one compared with, the focal group the one
// asked about. The studied item is the one tested; the matching score is the
// total of the anchors and the studied item, which always belongs to it
// (Holland & Thayer 1988). Purification takes flagged items out of the anchors
// and starts anew until the flags settle.
//
// Methods: MantelHaenszel (with standardisation and Breslow–Day beside it),
// Logistic, Calibrated (Lord and Raju), LikelihoodRatio and PurifiedRatio.
// Persons who were not presented an item are left out; omitted and not reached
// count as 0. Effect sizes have classes A (negligible), B, C (large); each
// function says by which rule.
package dif
