"""The words of captions that can be learnt and said: label → the words that people write for it.

Men, women, boys and girls are people and children: nobody's gender is told. Everything is written
in singular; ``nouns.plural`` knows the rest. What stands in ``IGNORED`` is read, so that "dog
leash" is no dog, and never said.
"""

import re
from collections.abc import Mapping
from functools import cache

from assistant.pipeline import nouns
from assistant.pipeline.evidence import Kind


def _table(text: str) -> dict[str, tuple[str, ...]]:
    """ "dog: puppy, hound; cat" → label → words, the label first."""
    rows = (entry.partition(":") for entry in " ".join(text.split()).split(";") if entry.strip())
    return {
        label.strip(): (label.strip(), *filter(None, (w.strip() for w in words.split(","))))
        for label, _, words in rows
    }


THINGS = _table("""
person: man, woman, guy, lady, gentleman, people, adult, male, female, individual, worker, player,
teenager, teen, youth, someone, somebody, crowd, couple, family, friend, pedestrian, tourist,
vendor, student, musician, performer, dancer, singer, guitarist, drummer, band, audience,
spectator, onlooker, bystander, officer, policeman, police officer, soldier, fireman, firefighter,
teacher, doctor, chef, cook, waiter, athlete, runner, jogger, swimmer, surfer, skier, snowboarder,
skateboarder, skater, cyclist, bicyclist, biker, motorcyclist, rider, racer, hiker, climber,
jockey, golfer, batter, pitcher, catcher, umpire, referee, goalie, fisherman, construction worker,
customer, shopper, passenger, commuter, artist, painter, photographer, father, mother, dad, mom,
grandmother, bride, groom, dude, fellow, cowboy, gymnast, wrestler, boxer, kayaker, cheerleader,
teammate, protester, clown, actor, employee, barber, butcher, farmer, sailor, team, football
player, soccer player, baseball player, tennis player, basketball player, hockey player, opponent;
child: boy, girl, kid, toddler, schoolchild, schoolboy, schoolgirl, youngster, baby, infant,
newborn; dog: puppy, pup, doggy, greyhound, terrier, poodle, labrador, retriever, golden retriever,
collie, bulldog, dalmatian, beagle, hound, german shepherd, husky, corgi, dachshund, black lab;
cat: kitten, kitty; horse: pony, foal, mare, stallion, bronco; cow: bull, calf, cattle, ox; sheep:
lamb, ewe; bird: pigeon, seagull, gull, parrot, crow, hawk, eagle, owl, flamingo, pelican; duck;
goose; chicken: hen, rooster; elephant; bear: polar bear, grizzly bear; zebra; giraffe; monkey:
ape; goat; pig; camel; rabbit: bunny; fish; squirrel; deer; lion; tiger; penguin; turtle; donkey;
animal; butterfly; llama; bicycle: bike, mountain bike, bmx bike; motorcycle: motorbike, dirt bike,
moped, dirtbike; scooter; car: suv, sedan, automobile, race car, jeep; taxi: cab; van; truck:
pickup truck, pickup, fire truck, firetruck; bus: double decker bus, school bus; train: subway
train, locomotive; tram: trolley, streetcar; tractor; airplane: plane, jet, aeroplane, aircraft,
airliner; helicopter; boat: ship, sailboat, rowboat, ferry, motorboat, speedboat, yacht, raft;
kayak; canoe; cart: wagon; carriage; stroller: baby carriage, pram; wheelchair; sled: sledge,
sleigh; vehicle; go-kart; tricycle; unicycle; skateboard; surfboard: surf board, bodyboard; skis:
ski; snowboard; roller skates: roller blade, rollerblade, rollerskate, roller skate; ice skates;
ball: soccer ball, tennis ball, basketball, football, volleyball, baseball, beach ball, rugby ball,
golf ball, softball, bowling ball; frisbee: disc, disk; tennis racket: racket, racquet, tennis
racquet; baseball bat: bat; baseball glove: mitt, catcher's mitt; golf club; hockey stick; net:
volleyball net, tennis net, soccer net; goal; hoop: basketball hoop, hula hoop; kite; paddle: oar;
trampoline; swing: tire swing; slide: water slide; hurdle; ramp: skateboard ramp; rail: handrail,
railing; obstacle; punching bag; hat: cap, beanie, baseball cap, cowboy hat, straw hat, sun hat,
knit hat, bandanna; helmet: hard hat, hardhat; sunglasses: shades; glasses: eyeglasses, spectacles;
goggles; scarf: headscarf; glove: gloves; jacket: coat, raincoat; suit; tie: necktie, bow tie;
dress: gown; skirt; shirt: blouse, tee-shirt, t-shirt, tank top, tee shirt, sweatshirt, hoodie,
sweater, polo shirt, jersey; trousers: pants, jeans; shorts; shoe: boot, sneaker, sandal, high
heel; sock; uniform; costume: outfit; apron; vest: life jacket, life vest; wetsuit: wet suit;
bikini: swimsuit, bathing suit, swim trunk; mask; wig; robe; necklace: jewelry; backpack; handbag:
purse; bag: shopping bag, plastic bag, paper bag; suitcase: luggage, baggage; umbrella: parasol;
guitar: electric guitar, acoustic guitar, bass guitar; drum: drum set, drumset, drum kit; piano:
keyboard instrument; violin; trumpet; saxophone; flute; accordion; cello; instrument: musical
instrument; microphone; camera: video camera; phone: cellphone, cell phone, telephone, mobile
phone, smartphone; laptop: laptop computer; computer: monitor; keyboard; mouse; remote control:
remote, controller, game controller; television: tv; screen; clock; watch: wristwatch; book;
newspaper; magazine; paper: document; letter; map; pen: pencil; paintbrush; sign: street sign,
poster, billboard, banner; stop sign; flag; balloon; toy; doll; teddy bear: stuffed animal, stuffed
bear; bubble; candle; cigarette; fireworks; stick: branch, twig; rope: cord; leash; collar; chain;
pole; ladder; hose: water hose; bucket: pail; shovel; broom; mop; hammer; tool; axe; knife;
scissors; gun: rifle; sword; cane: crutch; trophy: medal; basket; box: cardboard box; barrel; trash
can: garbage can, trash bin; wheel; tire; brick; plank; log; bottle: water bottle, beer bottle;
cup: mug, coffee cup; glass; wine glass: wineglass; plate: dish; bowl; pan: frying pan, wok; pot;
fork; spoon; tray; vase; tablecloth; napkin; food: meal, dinner, lunch, breakfast, snack; pizza;
sandwich; hot dog; hamburger: burger; cake: birthday cake, cupcake; donut: doughnut; cookie; bread:
loaf; ice cream: ice cream cone; fruit; apple; orange: mandarin; banana; strawberry; watermelon;
vegetable; carrot; broccoli; salad; meat: steak; cheese; rice; noodle: pasta; soup; egg; candy:
lollipop; popcorn; drink: beverage; coffee; tea; beer; wine; milk; table: dining table, picnic
table, coffee table, kitchen table; desk; chair: stool, armchair, lawn chair, folding chair,
rocking chair; bench: park bench; couch: sofa, loveseat; bed: mattress, bunk bed; pillow: cushion;
blanket: bedcover; towel; rug: carpet; curtain; lamp: light, table lamp; mirror; shelf: bookshelf;
cabinet: cupboard; refrigerator: fridge, freezer; stove: oven; microwave; toaster; sink; toilet;
bathtub: tub; shower; door: doorway; window; stairs: steps, staircase, stair, step; wall: brick
wall, stone wall, rock wall; fence: chain link fence; gate; fireplace; escalator; counter:
countertop; toothbrush; sewing machine; machine; washing machine; grill: barbecue; tent; booth;
stall: stand; cage; building: skyscraper; house: cottage, hut, shack; tower; church; castle;
bridge; fountain; statue: sculpture; monument; lighthouse; windmill; pier: dock; crane;
scaffolding: scaffold; tunnel; traffic light: stoplight, traffic signal; fire hydrant; parking
meter; telephone booth; lamppost: lamp post, street light, streetlight; tree; palm tree: palm;
flower: bouquet; plant: potted plant; bush: shrub; leaves; rock: stone, boulder; cliff; waterfall:
falls; puddle; wave; cloud; fire: flame, bonfire; smoke; sun; shadow; rainbow; snowman; snowball;
hay; painting: picture, drawing; graffiti: mural; chalk
""")
PLACES = _table("""
beach: shore, seashore; grass: lawn; street: road, roadway, highway, city street; sidewalk:
pavement; field: soccer field, football field, baseball field, grassy field; meadow: pasture; park;
forest: wood, woods, jungle; mountain: mountain range; desert; city: town, downtown; village; snow;
water; sand; ice; mud; dirt; sea: ocean; lake; river; stream: creek; pond; pool: swimming pool,
wading pool; sky; air: midair; kitchen; bathroom: restroom; bedroom; living room; dining room;
office; classroom; restaurant: cafe, coffee shop, diner; bar: pub; shop: store, grocery store,
supermarket; market: marketplace, street market; library; museum; gym: gymnasium; hospital;
laboratory: lab; factory; workshop; garage; hallway: hall, corridor; room; lobby; station: train
station, subway station, bus station, subway; airport; stadium; arena; court: tennis court,
basketball court; track: race track, racetrack; skate park: skatepark; playground; stage; garden;
yard: backyard; patio: terrace; balcony; porch; driveway; parking lot; construction site; path:
trail, walkway, dirt path; slope: ski slope, snowy hill, hillside; hill; crosswalk: intersection;
alley; town square: plaza, square; boardwalk; runway; train tracks: railroad track, train track;
farm; zoo; fair: carnival; festival; parade; race; party; wedding; concert; rodeo; canyon: valley;
harbor: harbour, marina, bay; night; rain; sunset
""")
ACTIONS = _table("""
standing; sitting: sit down, seated; walking: strolling; running: jogging, sprinting; riding:
biking, cycling; jumping: leaping, hopping; playing; holding: clutching; carrying; climbing;
swimming; lying: laying; kneeling: squatting, crouching; leaning; eating; drinking; smoking;
reading; writing; drawing; painting; talking: chatting, conversing, speaking; singing; dancing;
working; cooking; cleaning; washing; shopping; sleeping; resting: relaxing; smiling: grinning;
laughing; crying; kissing; hugging: embracing; posing; performing; waiting; hanging; flying;
racing; driving; fishing; selling; crossing; pulling; throwing: tossing; cutting: slicing,
chopping; pushing; swinging; skiing; skateboarding; surfing; snowboarding; skating: ice-skating;
rollerblading: rollerskating; kicking; hitting: batting; catching; chasing; waving; fighting;
hiking; sliding; diving; splashing; digging; floating; falling; marching; rolling; sweeping;
grazing; shooting; balancing; wrestling; boxing; paddling: kayaking, rowing, canoeing; sailing;
feeding; juggling; shaving; brushing; sewing; shoveling; cheering; clapping; biting; petting;
wading; lifting; stretching; camping; spinning; licking; chewing; fencing; protesting; practicing;
blowing; pouring; bowling; typing
""")
IGNORED = frozenset(
    "orange side front back top background foreground middle hand head hair face arm leg mouth "
    "ear eye nose foot body neck shoulder finger chest tongue tail teeth lap day time game area "
    "way ground floor edge end part piece group bunch pair line row lot kind type others other "
    "one thing something work music trick event team stripe design color view scene photo picture "
    "pose equipment gear clothing clothes attire item object material surface structure site "
    "corner center distance conversation show life school business sport tennis soccer hockey "
    "golf cricket rugby skate surf swim dance wood metal plastic concrete".split()
)


@cache
def nouns_of() -> Mapping[str, tuple[str, Kind, bool]]:
    """Word or words in lower case → (label, "object" or "scene", whether it is a plural)."""
    found: dict[str, tuple[str, Kind, bool]] = {}
    kinds: tuple[tuple[dict[str, tuple[str, ...]], Kind], ...] = (
        (THINGS, "object"),
        (PLACES, "scene"),
    )
    for table, kind in kinds:
        for label, words in table.items():
            for word in words:
                found.setdefault(word, (label, kind, word in _MANY))
                found.setdefault(nouns.plural(word), (label, kind, True))
    for word in _WOMEN:
        found[word] = ("person", "object", True)
    return found


_MANY = frozenset("people crowd couple family band audience team cattle leaves".split())
_WOMEN = ("men", "women", "gentlemen", "policemen", "firemen", "fishermen", "ladies", "families")


@cache
def actions_of() -> Mapping[str, str]:
    """Every form of a verb that is written of somebody present → its participle as the label."""
    found: dict[str, str] = {}
    for label, words in ACTIONS.items():
        for participle in words:
            if not participle.endswith("ing"):
                found[participle] = label
                continue
            found[participle] = label
            base, third = _forms(participle)
            if base not in _NOUNS:
                found |= {base: label, third: label}
    return found


def _forms(participle: str) -> tuple[str, str]:
    """The base and the form of one person: "ride" and "rides" of riding."""
    base = _BASES.get(participle) or _base(participle[: -len("ing")])
    if base.endswith(("ch", "sh", "ss", "x")):
        return base, base + "es"
    if re.search(r"[^aeiou]y$", base):
        return base, base[:-1] + "ies"
    return base, base + "s"


def _base(stem: str) -> str:
    if re.search(r"([bdgmnpt])\1$", stem):
        return stem[:-1]
    return stem + "e" if stem in _SILENT else stem


# Of these only the participle is sure to be a verb: "bike helmet", "surf board", "boxes".
_NOUNS = frozenset(
    "bike cycle box bowl bat row ski skate surf fence camp fish type cross canoe kayak paddle "
    "boat skateboard snowboard rollerblade ice-skate slide wave shop paint fan pet cook point "
    "match shovel brush film practice protest".split()
)
_SILENT = frozenset(
    "rid driv smok writ smil pos danc rac hik slid div balanc juggl wrestl shav wav cycl bik chas "
    "paddl danc graz wad practic fenc bit embrac typ convers slic rollerblad rollerskat skat ice- "
    "skat".split()
)
_BASES = {"lying": "lie", "laying": "lay", "hugging": "hug", "rolling": "roll", "selling": "sell"}
_BASES |= {"kissing": "kiss", "falling": "fall", "pulling": "pull", "shoveling": "shovel"}
_BASES |= {"leaning": "lean", "tossing": "toss", "crossing": "cross", "hitting": "hit"}

_BASES |= {"skiing": "ski", "jogging": "jog", "batting": "bat", "petting": "pet", "digging": "dig"}
_BASES |= {"swimming": "swim", "cutting": "cut", "shopping": "shop", "clapping": "clap"}
