import type { TextKey } from "./vi";

/** The candidate's sentences in English. */
export const en: Record<TextKey, string> = {
  "app.name": "Exam room",
  "lang.switch": "Tiếng Việt",
  "lang.label": "Switch the language to Vietnamese",
  loading: "Loading…",
  close: "Close",
  cancel: "Cancel",
  retry: "Try again",

  "entry.title": "Enter the exam",
  "entry.lead": "Type the candidate number and the ticket printed on your slip.",
  "entry.number": "Candidate number",
  "entry.number.hint": "For example: 01000001",
  "entry.code": "Ticket",
  "entry.code.hint":
    "12 characters, for example: K7QF-2MXA-9RTD. Capitals and hyphens do not matter.",
  "entry.submit": "Continue",
  "entry.checking": "Checking…",
  "entry.need_number": "Type your candidate number.",
  "entry.need_code": "A ticket has 12 characters; you have typed {n}.",
  "entry.wait": "You can try again in {s} seconds.",
  "entry.no_network":
    "The server cannot be reached. Check the cable or tell the invigilator, then try again.",
  "entry.readiness": "Check this machine before the day",
  "entry.leftover.title": "This computer still holds answers that were not sent",
  "entry.leftover.text":
    "Candidate {number}: {n} changes not sent. They are sent when that candidate signs in here again; or the invigilator saves the rescue file.",
  "entry.leftover.save": "Save the rescue file",

  "identity.title": "Is this you?",
  "identity.lead":
    "Check carefully before you go in. If anything is wrong, tell the invigilator now.",
  "identity.name": "Name",
  "identity.birth": "Date of birth",
  "identity.number": "Candidate number",
  "identity.subject": "Subject",
  "identity.sitting": "Sitting",
  "identity.room": "Room",
  "identity.seat": "Seat",
  "identity.rules": "Rules during the test",
  "identity.rule1": "Work by yourself. No talking, no notes, no other device.",
  "identity.rule2": "Stay on this page; each time you leave it is noted.",
  "identity.rule3":
    "Each answer is saved as soon as you choose it. If the network fails your work is kept on this computer: go on working.",
  "identity.rule4":
    "At the end your work is handed in by itself. Do not switch off before you see the receipt code.",
  "identity.accept": "I have read the rules and will follow them.",
  "identity.confirm": "Yes, this is me – go in",
  "identity.not_me": "This is not me",

  "waiting.title": "Waiting room",
  "waiting.starts_in": "Planned to start in",
  "waiting.soon": "About to start. Wait for the invigilator.",
  "waiting.no_plan": "Wait for the invigilator. The paper opens by itself when the sitting starts.",
  "waiting.ready": "Getting ready",
  "waiting.paper_loading": "Fetching the paper (still locked): {p}%",
  "waiting.paper_ready": "The paper is here, verified, and locked",
  "waiting.online": "Connected to the server",
  "waiting.store": "This computer keeps answers when the network fails",
  "waiting.tips": "How to work",
  "waiting.tip1": "Click an option to choose it; click another to change.",
  "waiting.tip2": "The flag marks a question that you want to look at again.",
  "waiting.tip3": "Without a mouse: A–D or 1–4 choose, N next, P previous, F flag, ? help.",
  "waiting.start_in_office": "This page moves on by itself at the start. Do not reload it.",

  "display.label": "Display",
  "display.smaller": "Smaller type",
  "display.larger": "Larger type",
  "display.contrast": "High contrast",

  "practice.mark": "PRACTICE",
  "practice.text": "This one is to get used to it. It does not count.",
  "notice.granted": "You have been given {n} more minutes.",
  "notice.granted_s": "You have been given {n} more seconds.",
  "notice.resumed": "The clock runs again. Go on with your work.",
  "waiting.queue":
    "Many are coming in at once. Your place is {n}; please wait, the page goes on by itself. Do not reload.",

  "ready.title": "Check this machine",
  "ready.lead":
    "For who prepares the room: open this page on every machine before the day. No ticket is needed. It takes half a minute.",
  "ready.machine": "Name of the machine",
  "ready.machine.hint":
    "As on its label, for example: Máy 07. Invigilators see it when a candidate sits down.",
  "ready.begin": "Begin",
  "ready.again": "Check again",
  "ready.back": "To the sign-in page",
  "ready.state.good": "good",
  "ready.state.warn": "to be looked at",
  "ready.state.bad": "not good enough",
  "ready.browser": "Browser",
  "ready.storage": "Where answers are kept without a network",
  "ready.crypto": "Encryption of the answers",
  "ready.socket": "Connection to the exam",
  "ready.network": "Network, 20 round trips",
  "ready.speed": "Loading a paper",
  "ready.clock": "Clock of the machine against the server's",
  "ready.clock.note": "For information: the server keeps the time, a wrong clock changes nothing.",
  "ready.screen": "Screen",
  "ready.letters": "Vietnamese letters",
  "ready.letters.note": "Look at them: Ấẫậ Ằẵặ Ếễệ Ốỗộ Ớỡợ Ứữự Ỳỹỵ Đđ",
  "ready.sound": "Sound",
  "ready.fix.browser": "Install a new Chrome or Edge (87 or later) and open this page again.",
  "ready.fix.storage":
    "Leave the private window; look at disk-freezing software and at free space. Where it cannot be mended, the machine works as long as the network does.",
  "ready.fix.crypto": "This browser computes wrongly. Update it or change the machine.",
  "ready.fix.socket":
    "A virus scanner, firewall or proxy blocks the connection. Switch its web protection off, or ask the network's administrator.",
  "ready.fix.network":
    "The network is slow or unsteady. Check cable and switch; do not share Wi-Fi.",
  "ready.fix.speed":
    "Papers will load slowly. Check the cable; let candidates in ten minutes earlier.",
  "ready.fix.clock": "Set date and time; not needed for the exam.",
  "ready.fix.screen":
    "Maximise the window (F11), zoom 100 % (Ctrl+0); 1024 × 600 or more is better.",
  "ready.fix.letters": "Vietnamese letters are missing. Update Windows or install Noto Sans.",
  "ready.fix.sound": "Only for listening tests: plug the headphones in again, turn the volume up.",
  "ready.sound.ask": "Press play: do you hear two tones?",
  "ready.sound.play": "Play",
  "ready.sound.again": "Play again",
  "ready.sound.yes": "I hear them",
  "ready.sound.no": "I hear nothing",
  "ready.sound.none": "The exam has no listening test",
  "ready.verdict.good": "This machine is ready",
  "ready.verdict.warn": "This machine works; something should be looked at",
  "ready.verdict.bad": "Not ready: mend the lines with ✕ and check again",
  "ready.send": "Send the result to the board",
  "ready.sent": "Sent. {machine} stands in the table of checked machines.",
  "ready.send_failed":
    "Not sent. Check the network and press again; after too many, wait some minutes.",

  "opening.title": "Opening the paper…",
  "opening.failed": "The paper cannot be opened on this computer. Tell the invigilator now.",

  "time.left": "Time left",
  "time.warn5": "5 minutes left",
  "time.warn1": "1 minute left",
  "time.over": "Time is up",
  "time.paused": "Paused",

  "net.online": "Connected",
  "net.connecting": "Connecting…",
  "net.lost": "Connection lost",
  "banner.lost": "Connection lost – your work is kept on this computer, reconnecting.",
  "banner.lost_n": "{n} changes not sent.",
  "banner.retry_in": "Next try in {s} s.",
  "banner.retry_now": "Connect now",
  "banner.busy":
    "Another computer held this work a moment ago. This one takes over when the other is gone (about 15 seconds).",
  "banner.server_busy": "The server is busy. It will be tried again in a moment; nothing is lost.",
  "banner.memory":
    "This browser cannot keep answers when the page closes. Do not reload or close it; tell the invigilator if the network fails.",
  "banner.dispute":
    "Question {q}: another computer gave another answer. The paper holds: {theirs}. On this computer: {mine}.",
  "banner.dispute.take": "Use this computer's answer",
  "banner.dispute.keep": "Keep as it is",
  "banner.rejected":
    "The server did not accept the answer to question {q}. Please answer it again.",
  "banner.unreadable":
    "This computer holds {n} older answers that cannot be read. The invigilator should save the rescue file.",

  "saved.all": "All saved",
  "saved.some": "Saving {n}…",
  "saved.none": "No answers yet",
  "saved.offline": "{n} not sent",

  "state.none": "not answered",
  "state.part": "partly answered",
  "state.typed": "typed",
  "state.saved": "saved",
  "state.archived": "archived",
  "state.flag": "look again",
  "state.legend": "Legend",

  "paper.form": "Form {code}",
  "paper.part": "Part {n}",
  "paper.question": "Question {n}",
  "paper.of": "{n} / {all}",
  "paper.stimulus": "Read this to answer",
  "paper.stimulus_sound": "Listen, then answer",
  "paper.prev": "Previous",
  "paper.next": "Next",
  "paper.flag": "Look again later",
  "paper.flagged": "Remove the flag",
  "paper.clear": "Clear answer",
  "paper.list": "Questions",
  "paper.list_short": "List",
  "paper.done_of": "{n} of {all} answered",
  "paper.submit": "Hand in",
  "paper.help": "Shortcuts",
  "paper.zoom": "Enlarge the picture",
  "paper.multiple": "Choose all options that are right.",
  "paper.cluster": "Choose True or False for each statement.",
  "paper.statement": "Statement {n}",
  "paper.true": "True",
  "paper.false": "False",
  "paper.short": "Your answer",
  "paper.short.allowed": "Allowed: {chars}. At most {max} characters.",
  "paper.short.max": "At most {max} characters.",
  "paper.short.grid": "Digits, a minus in the first cell, a comma in the second or third.",
  "paper.short.erase": "Clear",
  "hint.minus": "A minus normally stands in the first cell only.",
  "hint.comma_place": "A comma fits only in the second or third cell.",
  "hint.commas": "Use one comma only.",
  "hint.no_digit": "There is no digit in this answer.",

  "track.choose": "Choose one section to do",
  "track.choose_now": "Choose",
  "track.chosen": "The section you do",
  "track.belongs": "This question belongs to “{track}”.",
  "track.undecided": "Choose your section to answer it. You may change it until the end.",
  "track.folded":
    "You do another section, so this question does not count. Your answers here are kept.",
  "track.not_done": "Not done: {track}",

  "sound.title": "Listening",
  "sound.play": "Play",
  "sound.halt": "Pause",
  "sound.left": "{n} plays left",
  "sound.none": "No plays left",
  "sound.free": "Play as often as you like",
  "sound.volume": "Volume",
  "sound.seek": "Place in the recording",
  "sound.progress": "How far the recording has played",
  "sound.asking": "Recording this play…",
  "sound.waiting":
    "Waiting for the server to record this play; it starts by itself. Go on with other questions meanwhile.",
  "sound.playing": "Playing",
  "sound.halted": "Paused",
  "sound.failed":
    "This computer cannot play it. Check the headphones, press again (it costs no play) or tell the invigilator.",
  "sound.blocked": "Not available right now.",
  "sound.refused":
    "The server did not take this play: it was played as often as allowed, or on another computer.",

  "zoom.title": "Enlarged picture",
  "zoom.in": "Larger",
  "zoom.out": "Smaller",
  "zoom.fit": "Fit the screen",

  "help.title": "Shortcuts",
  "help.choose": "Choose an option; in True/False: switch statement a–d",
  "help.arrows": "Move between options",
  "help.tab": "Move to the next part of the page",
  "help.next": "Next question",
  "help.prev": "Previous question",
  "help.flag": "Set or remove the flag",
  "help.enter": "In a short answer: done, next question",
  "help.help": "Open or close this list",

  "submit.title": "Hand in early?",
  "submit.all_done": "You have answered all {n} questions.",
  "submit.missing": "{n} questions are not finished:",
  "submit.undecided": "{part}: you have not chosen a section.",
  "submit.flagged": "{n} questions are flagged:",
  "submit.final":
    "After handing in nothing can be changed. You need not hand in: at the end it happens by itself.",
  "submit.confirm": "Hand in",
  "submit.back": "Go on working",
  "submit.pending": "Handing in…",
  "submit.pending_text":
    "Waiting until the server has saved the last {n} changes. Do not close the page.",
  "submit.pending_sent": "Waiting for the server to seal your work.",
  "submit.refused":
    "This sitting does not allow handing in yet. Check your work; it is handed in by itself at the end.",

  "paused.title": "The invigilator has stopped the clock",
  "paused.text":
    "Your work is kept, the clock stands still and nobody loses time. Please wait; this page goes on by itself.",
  "closing.title": "Time is up",
  "closing.text":
    "Your work is handed in by itself. Do not close the page before you see the receipt code.",
  "closing.unsent": "{n} changes made before the end are being sent.",
  "closing.offline":
    "The connection is lost. Leave this page open and tell the invigilator: your work is on this computer.",

  "end.title": "Handed in",
  "end.saved": "Questions answered",
  "end.changes": "{n} changes recorded",
  "end.receipt": "Receipt code",
  "end.receipt_hint":
    "Write it down or print it. It proves that your work was handed in as you saw it.",
  "end.print": "Print the receipt",
  "end.archiving":
    "Your work is being put on record ({n} / {all}). Keep this page open until it is done.",
  "end.archived": "Your work is on record. You may leave the computer.",
  "end.leftover":
    "{n} changes on this computer came after the seal. Tell the invigilator and save the rescue file before you leave.",
  "end.late": "{n} late changes are kept as evidence and do not count.",
  "end.title.invigilator": "The invigilator has handed in your work",
  "end.text.invigilator": "What was saved is kept. If you do not know why, ask the invigilator.",
  "end.title.paper": "You go on with a paper sheet",
  "end.text.paper":
    "What you answered here is kept and printed. The invigilator tells you how to go on.",
  "end.title.void": "Your exam has been stopped",
  "end.text.void": "Your work is kept with the minutes. Stay seated and follow the invigilator.",
  "end.reopened":
    "If the invigilator says that your work was opened again: press the button below and sign in again.",
  "end.next": "Done, next candidate",

  "taken.title": "Your work is open elsewhere",
  "taken.text":
    "Another machine or tab has gone on with this attempt, or the invigilator lets you change machines. This page takes no more answers; what you did is kept.",
  "taken.unsent":
    "{n} changes here are not sent; they are sent when you continue on this computer.",
  "taken.continue": "Continue on this computer",
  "taken.leave": "Back to the start",

  "stopped.title": "You cannot enter the exam",
  "stopped.unsent": "{n} changes that were not sent are still on this computer.",

  "error.ticket.wrong":
    "Number and ticket do not belong together, or the ticket was replaced. Check each character; if it still fails, ask the invigilator.",
  "error.ticket.other_sitting":
    "This ticket is for another sitting. Check time and subject on the slip, or ask the invigilator.",
  "error.ticket.limited": "Too many wrong tickets for this number. Wait a moment and try again.",
  "error.sitting.not_open": "The sitting is not open yet. Wait for the invigilator and try again.",
  "error.holder.busy":
    "This work is open on another computer. Close the page there, wait 15 seconds and try again.",
  "error.events.conflict":
    "The server holds other answers from another machine. Comparing both; nothing is lost.",
  "error.client.slow": "This machine receives too slowly. Connecting again.",
  "error.arrival.late": "You came after the time for entering. Tell the invigilator.",
  "error.holder.replaced": "Another computer has taken this work over.",
  "error.server.busy": "Many people are signing in at once. It will be tried again in a moment.",
  "error.server.unavailable":
    "The server cannot store answers at the moment. Nothing is lost; it will be tried again.",
  "error.server.restart": "The server is restarting. Reconnecting.",
  "error.message.invalid":
    "This page and the server do not understand each other. Reload; if it goes on, tell the invigilator.",
  "error.message.too_large": "An answer is too long. Reload; if it goes on, tell the invigilator.",
  "error.version.unknown": "This page is older than the server. Reload it.",
  "error.attempt.sealed": "This work has been handed in and archived.",
  "error.unknown":
    "Unknown error ({code}). Try again; if it goes on, tell the invigilator this code.",
};
