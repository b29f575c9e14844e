package main

import (
	"khaothi/delivery"
	"khaothi/internal/workflow"
	"khaothi/scoring"
)

// findingText says what a finding is and what it means.
func findingText(f *delivery.Finding) string {
	if text, ok := findingTexts()[f.Code]; ok {
		return text
	}
	return "something in the record is not as it must be"
}

func findingTexts() map[string]string {
	return map[string]string{
		delivery.FindEventContent:  "field, value, time or link of this event is not what was chained: the row was changed after it was stored. The events around it tell that its hash is genuine",
		delivery.FindEventHash:     "the stored hash is not that of the event: the hash was changed. What follows was made on another hash, so field, value and time are genuine",
		delivery.FindEventPrev:     "the stored link to the event before was changed; the event itself is genuine",
		delivery.FindEventMissing:  "events are missing from here on (as many as stand below): rows were removed",
		delivery.FindEventExtra:    "this event lies beyond the last one that was sealed: a row was put in",
		delivery.FindChainBroken:   "this event does not follow the one before: one of both was replaced, its hash included",
		delivery.FindReceiptWrong:  "the receipt is not that of the last event: the receipt was changed, or the events were replaced and chained anew. Compare with the receipt that the candidate holds",
		delivery.FindAttemptCounts: "the row of the attempt does not agree with itself on how many events there are: the row was changed",
		delivery.FindIncomplete:    "sealed without all of its events; the alarm was raised at the seal, and the attempt is not scored. Look for a rescue file or late events of this candidate",
		delivery.FindRechained:     "a second link of this event is not sound: the row of kind rechained was changed or put in",

		delivery.FindProofMissing:   "the sitting is closed and no root is signed. A running server signs within seconds; if it does not, look into its log. If minutes were printed with a root, the proof was removed",
		delivery.FindProofSignature: "the signature is not one over this proof: signature, time, reason or version was changed, or the root was made by somebody without the key",
		delivery.FindProofKey:       "signed with a key that is not that of the secret file: if keys were renewed since, give the old public key from the printed minutes with --public-key; else the proof was forged",
		delivery.FindProofRoot:      "the stored root was changed; the signature belongs to the root that the leaves give",
		delivery.FindProofLeaves:    "the stored hashes of the leaves were changed; root and signature are genuine",
		delivery.FindProofVersions:  "a version of the proof was removed or does not follow the one before",
		delivery.FindAttemptChanged: "the attempt is not what was signed at the close: its row or its events were changed since, and no signed version accounts for it",
		delivery.FindAttemptAdded:   "the attempt was not there when the root was signed: it was put in",
		delivery.FindAttemptGone:    "the attempt was there when the root was signed: it was removed",

		scoring.WrongRow:             "points, rule, key version or parts of the stored result are not those of its own reasons: the row was changed",
		scoring.WrongDigest:          "the stored result is not what was stored when it was scored: its reasons, form or attempt were changed",
		scoring.WrongDerived:         "the answers earn something else by the key and rule that the result names",
		workflow.FindScoreMissing:    "the attempt is sealed and the sitting is scored, but there is no result",
		workflow.FindScoreUnexpected: "there is a result for an attempt that may have none",
		workflow.FindScoreVersions:   "a version of the result is missing: rows were removed or put in",
		workflow.FindKeyChanged:      "the key that the result names is missing or is not what it was when it was stored",
		workflow.FindKeyForm:         "the first version of the key is not what the authors of the form called right: it was replaced, or the questions were",
	}
}
