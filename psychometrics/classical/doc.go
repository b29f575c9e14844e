// Package classical is classical test theory: what each item and the test as a
// whole did in one group of persons, without a model of ability.
//
// Words. The total is the sum of a person's scores; the rest is the total
// without the item looked at. The floor is what pure guessing earns on an item.
// Complete persons were presented every item.
//
// Missing answers. Not presented: the person says nothing about the item and
// has no total, so the person is left out of what needs one. Omitted: 0 points,
// everywhere. Not reached: 0 points in the total, but left out of the item's own
// statistics. Analyse forms that share no or few items one by one.
//
// Variances have the divisor N − 1, where N is the sum of the weights. What
// cannot be computed (the correlation of a constant) is stat.None.
//
// Sources: Lord & Novick (1968); Crocker & Algina (1986); Brennan, ed. (2006),
// Educational Measurement, 4th ed.; each formula names its own.
package classical
