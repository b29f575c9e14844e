// Package irt holds item response models of one dimension: their items, their
// calibration by marginal maximum likelihood, the scores of persons, and
// information. The metric is logistic with D = 1 everywhere: nothing is
// multiplied by 1.702. θ is an ability, in units of the standard deviation of the
// first group of the calibration (Rasch and partial credit: in logits).
//
// Models and parameters (an Item holds them as a file of parameters does):
//
//	rasch    P(1) = 1/(1+exp(−(θ−b)))                 Rasch (1960); alias 1pl
//	2pl      P(1) = 1/(1+exp(−a(θ−b)))                Birnbaum, in Lord & Novick (1968), ch. 17
//	3pl      P(1) = c + (1−c)/(1+exp(−a(θ−b)))        the same
//	4pl      P(1) = c + (u−c)/(1+exp(−a(θ−b)))        Barton & Lord (1981)
//	grm      P(X ≥ k) = 1/(1+exp(−a(θ−b_k)))          Samejima (1969); b_1 < b_2 < …
//	pcm      P(X = k) ∝ exp(Σ_{v≤k} (θ−b_v))          Masters (1982)
//	gpcm     P(X = k) ∝ exp(Σ_{v≤k} a(θ−b_v))         Muraki (1992)
//	nominal  P(X = k) ∝ exp(a_k θ + c_k), Σa = Σc = 0 Bock (1972); k from 1 in the names
//
// Estimation works on slopes and intercepts (z = aθ + d), the logits of c and u,
// and, for nominal, on a_k − a_1 and c_k − c_1; gradients are of those.
//
// Calibration: Bock & Aitkin (1981) on a fixed grid; see Calibrate. Its default
// grid is 61 nodes from −6 to 6 with normal weights that sum to one.
package irt
