package vi

import "time"

// Zone is the zone of every time that people read; Vietnam has no summer time.
// Times are kept in UTC.
var Zone = time.FixedZone("ICT", 7*60*60)
