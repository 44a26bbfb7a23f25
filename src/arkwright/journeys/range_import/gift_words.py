"""Which words in the name of a gift put it into which category: the table that invoice lines are sorted by."""

from __future__ import annotations

OTHER = "other-gifts"

NAMES: dict[str, str] = {
    "christmas": "Christmas and Easter",
    "jewellery": "Jewellery and hair",
    "lighting": "Lights and lanterns",
    "candles": "Candles and scents",
    "garden": "Garden and picnic",
    "textiles": "Cushions and textiles",
    "bags": "Bags and purses",
    "toys": "Toys and games",
    "kitchen": "Kitchen and table",
    "stationery": "Cards, paper and party",
    "home": "Around the home",
    OTHER: "Other gifts",
}

# The first category of which a phrase stands in the name as whole words wins, so what is narrower stands further up.
_PHRASES: dict[str, str] = {
    "christmas": ("CHRISTMAS, XMAS, NOEL, SANTA, REINDEER, SNOWFLAKE, SNOWMAN, ADVENT, NATIVITY, TREE DECORATION, EASTER, BAUBLE"),
    "jewellery": (
        "NECKLACE, BRACELET, EARRINGS, EARRING, BROOCH, BANGLE, PENDANT, PHONE CHARM, BAG CHARM, ANKLET, TIARA, CHOKER, "
        "BOUDICCA RING, CRYSTAL RING, DAISY RING, HAIR CLIP, HAIR CLIPS, HAIR COMB, HAIR GRIP, HAIR BAND, HAIRBAND, HAIRCLIP, "
        "HAIRSLIDE, HAIR SLIDES, FLOWER RING, EXPANDABLE RING, ROSEBUD RING, HAIR TIE, PHONE CHAR"
    ),
    "lighting": (
        "LANTERN, LAMP, LIGHTS, LIGHT STRING, STRING LIGHTS, T-LIGHT HOLDER, T-LIGHT HLDR, TEALIGHT HOLDER, CANDLE HOLDER, "
        "CANDLEHOLDER, CANDLESTICK, CANDELABRA, CHANDELIER, LAMPSHADE, NIGHT LIGHT, TABLE LIGHT, TORCH, VOTIVE HOLDER, CANDLE "
        "STAND"
    ),
    "candles": (
        "CANDLE, CANDLES, CANDLEPOT, INCENSE, T-LIGHT, T-LIGHTS, TEALIGHT, TEALIGHTS, VOTIVE, OIL BURNER, POTPOURRI, ROOM "
        "SPRAY, SCENTED, SOAP, BATH SALTS"
    ),
    "garden": (
        "GARDEN, GARDENERS, WATERING CAN, PLANTER, PLANT, PLANT POT, FLOWER POT, FLOWER POTS, BIRDHOUSE, BIRD HOUSE, BIRD "
        "FEEDER, BIRD BATH, PARASOL, GNOME, HERB, TRELLIS, SOW, SEEDS, WINDMILL, PICNIC, POTTERING, POTTING SHED, DECKCHAIR, "
        "WIND CHIME"
    ),
    "textiles": (
        "CUSHION, CUSHION COVER, QUILT, THROW, RUG, BATH MAT, DOORMAT, TOWEL, TOWELS, DOORSTOP, DOOR STOP, HOT WATER BOTTLE, "
        "HOTTIE, HAND WARMER, FILLER PAD, SCARF, SLIPPERS, CURTAIN, FLANNEL, BLANKET, KNITTED"
    ),
    "bags": (
        "BAG, BAGS, HANDBAG, SHOPPER, TOTE, PURSE, WALLET, WASHBAG, LUGGAGE TAG, SUITCASE, PASSPORT COVER, BACKPACK, RUCKSACK, "
        "TRAVEL CARD WALLET, UMBRELLA"
    ),
    "toys": (
        "TOY, TOYS, DOLL, DOLLS, GAME, GAMES, JIGSAW, PUZZLE, TEDDY, BEAR, SOFT TOY, FELTCRAFT, MARBLES, SOLDIER, PLAYHOUSE, "
        "SKITTLES, DOMINOES, SPACEBOY, SKIPPING ROPE, SPINNING TOPS, YOYO, DINOSAUR, ROBOT, MONEY BANK, MONEY BOX, CHILDS, "
        "CHILDREN'S, CHILDRENS, KIDS, PLAYING CARDS, BALLOON PUMP, SNAP CARDS, HARMONICA, HELICOPTER, MAGIC"
    ),
    "kitchen": (
        "MUG, BOWL, BOWLS, CUP, CUPS, TEACUP, SAUCER, PLATE, PLATES, TEA, TEAPOT, COFFEE, CAKE, CAKES, CAKESTAND, BAKING, "
        "KITCHEN, JAM, JAR, JARS, JUG, CUTLERY, SPOON, SPOONS, APRON, OVEN, LUNCH, LUNCH BOX, EGG, EGGS, DISH, NAPKIN, NAPKINS, "
        "COASTER, COASTERS, PLACEMAT, PLACEMATS, TRAY, BREAD BIN, JELLY, PAN, FRIDGE, BISCUIT, DOILY, DOILIES, RECIPE, PANTRY, "
        "SPICE, LADLE, PEG, WINE, BOTTLE OPENER, TUMBLER, GLASSES, COCKTAIL, CHOPSTICKS, MEASURING, MIXING, PUDDING, ROLLING "
        "PIN, FORK, FORKS, SALT, PEPPER, COLANDER, TIN, TINS, WHISK, SCALES, TEATIME, STRAWS, BEAKER, BEAKERS, COOKIE CUTTER, "
        "COOKIE CUTTERS, CASES, FOOD COVER, WASHING UP GLOVES"
    ),
    "stationery": (
        "CARD, CARDS, NOTEBOOK, NOTEPAD, SKETCHBOOK, JOURNAL, BOOK, PENCIL, PENCILS, PEN, PENS, ERASER, ERASERS, RUBBERS, "
        "STICKER, STICKERS, WRAP, PAPER, ENVELOPE, CALENDAR, RIBBON, RIBBONS, TISSUE, TISSUES, POSTCARD, POSTCARDS, GIFT TAG, "
        "GIFT TAGS, TAGS, TAPE, MAGNET, MAGNETS, CHALK, CRAYONS, STAMP, STAMPS, STATIONERY, MEMO, PASSPORT, OFFICE, PARTY, "
        "BUNTING, GARLAND, BIRTHDAY, BALLOONS, STREAMER, CONFETTI, PATCHES, ORIGAMI, SEWING, KNITTING, CALCULATOR, RULER, "
        "SCISSORS, DRAWING, FOLDER, FILE, PHOTO ALBUM, ALBUM"
    ),
    "home": (
        "SIGN, FRAME, CLOCK, MIRROR, HOOK, HOOKS, CABINET, WALL, WALL ART, TILE, HANGER, HANGERS, DRAWER, DRAWERS, KNOB, RACK, "
        "BOX, BOXES, BASKET, STORAGE, TRINKET, DECORATION, DECORATIONS, WREATH, VASE, DOORBELL, PICTURE, PRINT, PLAQUE, "
        "CHALKBOARD, BLACKBOARD, NOTICEBOARD, LETTERS, LETTER, BLOCK, SHELF, TABLE, CHAIR, STOOL, BATHROOM, TOILET, SCREEN, "
        "CHEST, MOBILE, ORNAMENT, BELL, DOOR, CD, IRONING BOARD, HEART, HEARTS, PAPERWEIGHT, PHOTOFRAME, FLYING DUCKS, "
        "MEMOBOARD"
    ),
}

PHRASES: dict[str, tuple[str, ...]] = {category: tuple(each.strip() for each in text.split(",")) for category, text in _PHRASES.items()}


def category_of(name: str) -> str:
    """The id of the category that a name in capitals belongs to."""
    whole = " " + "".join(each if each.isalnum() or each in "'-" else " " for each in name.upper()) + " "
    whole = " ".join(whole.split()).join("  ")
    return next((category for category, phrases in PHRASES.items() if any(f" {phrase} " in whole for phrase in phrases)), OTHER)
