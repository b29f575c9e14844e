// Package fit asks whether a model describes its responses: each item (S-X²,
// infit and outfit, residuals), pairs of items (Q3, LD-X²), persons (Zh, l_z*),
// and the model as a whole (M2, M2*, C2 with RMSEA, SRMSR, CFI and TLI;
// likelihood ratios and information criteria).
//
// A Model is items with their parameters, a normal latent distribution and the
// number of parameters that were estimated. Integrals are over 61 nodes from −6
// to 6, as in calibration. Metric D = 1.
//
// Missing answers. A cell without a score says nothing. S-X², M2 and C2 are
// computed from complete persons, all else from what is there. Weights count
// persons.
package fit
