"""The questions that are understood, as patterns over plain lower-case words.

The first that fits the whole question wins, so special ones stand before general ones. Groups:
``noun`` what is asked for, with its ``article``; ``side`` a part of the picture; ``bare`` there is
nothing but a noun.
"""

import re

APOSTROPHES = {ord(c): "'" for c in "’‘ʼ´`"}
DIRECTIONS = frozenset("left right top upper bottom lower middle".split())
VERBS = frozenset(
    "what who whom whose which where when why how is are was were am do does did could "
    "would shall should may might must have has had be been not i you he she we they me us if then "
    "because tell say think know want like go".split()
)

SHORT = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\b(what|where|who|how|there|that|it|he|she)'s\b", r"\1 is"),
        (r"^(what|where|who)s\b", r"\1 is"),
        (r"\b(\w+)'re\b", r"\1 are"),
        (r"\bi'm\b", "i am"),
        (r"\b(ca|do|does|is|are|did|was)n'?t\b", r"\1 not"),
        (r"\bcolor", "colour"),
        (r"\bcent(?:er|re)\b", "middle"),
        (r"\b(?:photograph|photo|image|snapshot|frame|scene)\b", "picture"),
    )
)
INDIRECT = re.compile(r"^(what|what colours?|where|who) (it|this|that|the \w+) (is|are)$")
POLITE = re.compile(
    r"^(?:(?:ok|okay|hey|hi|hello|so|and|but|now|well|glimpse|please|um|er|just|excuse me|sorry)\b"
    r"[, ]+|(?:can|could|would|will) you (?:please )?(?=tell|read|describe|count|find|look)"
    r"|(?:do you know|i (?:want|would like|need) to know|i wonder)\b[, ]*(?:if |whether )?"
    r"|tell me\b[, ]*(?:if |whether |about )?)+"
)
TAIL = re.compile(
    r"(?:[, ]+(?:please|there|here|at all|anywhere|around(?: me)?|nearby|near me|visible|right now|"
    r"now|today|in (?:it|here|there)|present|to me|for me|(?:out )?loud|aloud|thanks|thank you|"
    r"(?:that )?(?:do |can |did )?(?:you|i) (?:can )?see|in front of me|"
    r"(?:in|on|of|from) (?:the|this|that) (?:picture|room|camera|screen)|glimpse|exactly|"
    r"(?:are|is) there|there (?:are|is)))+$"
)

_IT = r"(?:it|this|that|these|those|they|(?:the|this|that|my) (?:picture|thing|room|middle))"
IT = re.compile(_IT)
_WHOM = (
    r"(?:he|she|they|anyone|anybody|someone|somebody|everyone|everybody|(?:the|this|that|these|"
    r"those) (?:people|person|man|men|woman|women|boys?|girls?|child|children|kids?|baby|guy|lady|"
    r"faces?))"
)
_BEING = (  # what nobody is told to be
    r"(?:happy|sad|angry|smiling|crying|laughing|tired|bored|scared|afraid|upset|nervous|old|young|"
    r"elderly|male|female|pretty|beautiful|handsome|ugly|attractive|fat|thin|asian|african|"
    r"european|jewish|muslim|gay|married|drunk|friendly|dangerous|dead|alive|"
    r"feel(?:ing)?|black|white)"
)
_COLOURS = (
    r"(?:(?:light|dark|bright) )?(?:black|white|gr[ea]y|red|orange|brown|beige|yellow|olive|green|"
    r"turquoise|teal|blue|navy|purple|violet|lilac|pink|gold|silver|colour(?:ed|ful))(?: or .*)?"
)
_NOUN = (
    r"(?:(?P<article>an?|the|any|some|my|your|our|his|her|their|another|one|these|those|this|that)"
    r" )?(?P<noun>\S.*?)"
)
NOUN = re.compile(rf" ?{_NOUN}")
_SIDE = (
    r"(?:(?:on|at|in|to|near|towards?) )?"
    r"(?P<side>(?=.*\b(?:left|right|top|upper|bottom|lower|middle)\b)"
    r"(?:(?:the|my|of|hand|side|corner|edge|part|half|left|right|top|upper|bottom|lower|middle|"
    r"picture|it)(?:[ -]|$))+)"
)
_THERE = r"(?:(?:is|are|was|were) (?:not )?there|there (?:is|are))"
_SEE = (
    r"(?:(?:do|can|did|could) (?:not )?(?:you|i|we) (?:see|find|spot|notice|detect|recogni[sz]e|"
    r"make out|have)|have you (?:seen|got)|does (?:it|the picture) (?:show|have|contain)|"
    r"look for|show me|i see|got)"
)
_BE = r"(?:is|are|was|were)"
_WHO = (
    r"(?:(?P<article>the|that|this|these|those|my|an?|any) )?"
    r"(?P<noun>(?!(?:it|you|i|picture|there)\b)\w+(?: \w+)?)"
)
_ANYONE = r"(?P<noun>anyone|anybody|someone|somebody|people)"
_WHOSE = rf"(?:{_WHOM}|(?:the|this|that) \w+|he|she|they|people)"
_DOES = (
    r"(?P<verbs>(?!(?:anything|something|nothing|smiling|crying|laughing|being)\b)\w+ing"
    r"(?: or \w+ing)*)"
)
_DANGER = r"(?:danger(?:s|ous)?|unsafe|risky?|hazards?|in (?:my|the|our) way|(?:to )?trip over)"

_SORT = r"(?:kinds?|sorts?|types?|breeds?|species|makes?|brands?)"
_HELD = r"(?:am i|do i) (?:holding|hold|have|looking at|pointing at|seeing|facing)"

# As text: compiled here, they would take 30 ms of the start of a window in which nobody may ask.
PATTERNS: tuple[tuple[str, str], ...] = (
    ("UNKNOWN", r"hello|hi|hey|help|yes|no|ok|okay|thanks|thank you|test|bye|goodbye|why|how"),
    ("WEARING", rf"what (?:clothes )?(?:{_BE}|do|does) {_WHOSE} (?:wearing|wear|dressed in)"),
    ("WEARING", rf"{_BE} (?:there )?{_WHOSE} wearing {_NOUN}"),
    ("HOLDING", rf"what (?:{_BE}|do|does) {_WHOSE} (?:holding|carrying|hold|carry)"),
    ("DOING", rf"what (?:{_BE}|do|does) {_WHO} (?:doing|up to|do)"),
    ("DOING", rf"(?:what|who) {_BE} (?:anyone |anybody )?(?:doing|being done|done)(?: what)?"),
    ("DOING", rf"(?:{_BE} (?:there )?)?{_ANYONE} {_DOES}(?: .*)?"),
    ("DOING", rf"who {_BE} {_DOES}(?: .*)?"),
    ("DOING", rf"{_BE} {_WHO} {_DOES}(?: .*)?"),
    ("IDENTITY", rf"who {_BE} (?:{_IT}|{_WHOM}|you)|who am i|whose .*"),
    ("IDENTITY", rf"do (?:you|i) (?:know|recogni[sz]e) (?:me|him|her|them|who .*|{_WHOM})"),
    ("IDENTITY", rf"(?:{_BE}|do|does|how|what) (?:{_BE} )?(?:not )?{_WHOM} (?:.*\b)?{_BEING}\b.*"),
    ("IDENTITY", rf"{_BE} {_WHOM} (?:an?|the|my|your) .*|how (?:\w+) {_BE} {_WHOM}"),
    ("IDENTITY", rf"{_BE} {_IT} (?:an? )?(?:male|female)\b.*"),
    ("IDENTITY", r".*\b(?:man|boy|male|men|boys) or (?:an? )?(?:wom[ae]n|girl|female).*"),
    ("IDENTITY", r".*\b(?:wom[ae]n|girls?|female) or (?:an? )?(?:man|men|boy|male).*"),
    (
        "IDENTITY",
        r"(?:what|which) (?:(?:is|are) (?:the |his |her |their )?)?(?:gender|sex|age|mood|"
        r"emotions?|race|ethnicity|nationality|names?|skin colour|(?:facial )?expressions?)\b.*",
    ),
    ("PEOPLE", rf"am i alone|who(?: {_BE}(?: in| on)?| (?:do|can) (?:you|i))?(?: see)?"),
    (
        "PEOPLE",
        rf"(?:(?:{_BE}|{_THERE}|{_SEE}) )?(?:anyone|anybody|someone|somebody|nobody)(?: else)?",
    ),
    (
        "COUNT",
        rf"(?:how many|(?:what is )?(?:the )?number of|count) {_NOUN}(?: (?:is|are|can|do)\b.*)?",
    ),
    ("PLACE", rf"where (?:am i|are we|{_BE} (?:it|this|that|the picture)(?: taken)?)"),
    ("ROOM", r"(?:what|which) (?:(?:kind|sort|type) of )?room\b.*"),
    ("PLACE", r"(?:what|which) (?:(?:kind|sort|type) of )?(?:place|location|setting)\b.*"),
    (
        "INDOORS",
        rf"(?:{_BE} (?:not )?{_IT}|am i|are we) (?:taken )?(?:indoors?|outdoors?|inside|outside)"
        r"(?: or .*)?",
    ),
    ("DAY", rf"{_BE} (?:not )?{_IT} (?:\w+ )?(?:night|day)(?:time)?(?: or .*)?"),
    (
        "WEATHER",
        rf"(?:what|how) {_BE} the weather(?: like)?|{_BE} (?:not )?{_IT} (?:\w+ )?(?:sunny|cloudy|"
        r"overcast|rain(?:ing|y)|snowing|windy|fogg?y|misty|stormy|(?:good|nice|bad) weather)",
    ),
    ("SAFETY", rf"(?:{_THERE}|{_SEE}|what {_BE}) (?:(?:any|some)(?:thing)? |an? )?{_DANGER}"),
    (
        "SAFETY",
        rf"(?:{_BE} (?:not )?(?:{_IT}|the \w+)|am i|are we) (?:\w+ )?"
        r"(?:un)?(?:safe|dangerous|risky)(?: (?:to|for|or) .*)?",
    ),
    ("SAFETY", r"(?:can|may|should) (?:i|we) (?:safely )?(?:cross|walk|go|pass|step)\b.*"),
    ("SAFETY", r"is (?:the|my) (?:way|path|road) (?:free|clear)"),
    ("SAFETY", rf"(?:{_THERE}|{_SEE}) (?:any |an )?(?P<noun>obstacles?)"),
    ("DEPTH", rf"what {_BE} in the (?:background|foreground|distance)"),
    ("LIGHT", rf"{_BE} (?:not )?{_IT} (?:\w+ )?(?:dark|light|bright|dim)\b.*"),
    (
        "LAMP",
        rf"{_BE} (?:the |my |any |a )?(?:\w+ )?(?:lights?|lamps?) (?:\w+ )?(?:on|off)(?: or .*)?",
    ),
    ("LIGHT", r"how (?:dark|bright|light|much light)\b.*"),
    ("LIGHT", rf"(?:{_THERE} )?(?:(?:enough|any|much|too much|too) )?(?:light|dark|bright)"),
    (
        "SHARP",
        rf"(?:{_BE} (?:not )?{_IT} )?(?:.* )?(?:blurr?(?:ed|y)?|sharp|focus(?:ed)?|shaky|fuzzy)",
    ),
    ("SHARP", rf"{_BE} (?:not )?{_IT} (?:any |a )?(?:good|ok|okay|usable|clear)(?: enough)?"),
    ("READ", r"read\b.*|what (?:does|do|is|are|did) .+ (?:say|saying|read)|what is it say"),
    ("READ", rf"what {_BE} (?:the )?(?:texts?|words?|writing|written|printed|label)\b.*"),
    ("REGION", rf"(?:what|who|anything|something)(?: {_BE}| do| can)? {_SIDE}"),
    ("REGION", rf"(?:(?:{_THERE}|is|{_SEE}) (?:anything|something) )?{_SIDE}"),
    ("COLOUR", rf"(?:what|which) colours? {_BE} {_NOUN}"),
    ("COLOUR", rf"(?:what {_BE} )?(?:the )?colours?(?: of {_NOUN})?|(?:what|which) colours?\b.*"),
    ("COLOUR", rf"{_BE} (?:{_IT}|the (?P<noun>\w+)) {_COLOURS}"),
    (
        "WHAT",
        rf"what(?: {_BE}(?: {_IT}| going on| happening| shown)?)?|what (?:do|can|did) (?:you|i|we)"
        r"(?: see)?|what am i (?:holding|looking at|pointing at|seeing|facing).*|what does .* show"
        r"|what else|describe.*|explain.*|look|anything",
    ),
    ("SORT", rf"(?:what|which) {_SORT}(?: of (?:things?|objects?))? {_BE} {_NOUN}"),
    ("SORT", rf"what {_BE} (?P<article>the|this|that|these|those|my) (?P<noun>\w+)"),
    (
        "SORT",
        rf"(?:what|which) (?!(?:{_BE}|do|does|did|can|could|will|would|should|has|have)\b)"
        rf"(?:{_SORT} of )?{_NOUN}(?: {_BE}(?: {_IT})?| {_HELD})?",
    ),
    ("WHERE", rf"where (?:{_BE}|can i find|do you see) {_NOUN}"),
    ("WHERE", rf"(?:find|locate|point (?:me )?(?:to|at)|(?:on )?which side {_BE}) {_NOUN}(?: on)?"),
    ("PRESENT", rf"(?:{_THERE}|{_SEE}) {_NOUN}(?: {_SIDE})?"),
    ("PRESENT", rf"(?:{_BE} (?:not )?{_IT}|am i in|are we in) {_NOUN}"),
    ("PRESENT", rf"{_BE} (?:not )?{_NOUN}(?: {_SIDE})?"),
    ("PRESENT", rf"(?P<bare>){_NOUN}(?: {_SIDE})?"),
)
