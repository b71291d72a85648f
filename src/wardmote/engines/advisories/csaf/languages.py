"""Is a language tag the tag of a real language?

Subtags of two letters are looked up in IANA's Language Subtag Registry (CC0): languages (ISO 639-1) and regions
(ISO 3166-1). Longer ones, of which there are eight thousand, are taken when they are well formed.
"""

_LANGUAGE_TAGS = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el "
    "en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io is it "
    "iu iw ja ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo "
    "mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh "
    "si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh "
    "yi yo za zh zu "
)
_REGION_TAGS = (
    "aa ac ad ae af ag ai al am an ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br bs bt bu "
    "bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cp cq cr cs cu cv cw cx cy cz dd de dg dj dk dm do dz ea ec ee "
    "eg eh er es et eu ez fi fj fk fm fo fr fx ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr "
    "ht hu ic id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu "
    "lv ly ma mc md me mf mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nt nu "
    "nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr "
    "ss st su sv sx sy sz ta tc td tf tg th tj tk tl tm tn to tp tr tt tv tw tz ua ug um un us uy uz va vc ve vg vi "
    "vn vu wf ws yd ye yt yu za zm zr zw zz "
)
_LANGUAGES = frozenset(_LANGUAGE_TAGS.split())
_REGIONS = frozenset(_REGION_TAGS.split())


def is_language(tag: str) -> bool:
    """Judge a well-formed tag by its language and its region (RFC 5646, section 2.2)."""
    language, *others = tag.lower().split("-")
    if language in ("i", "x"):
        return True
    if len(language) == 2 and language not in _LANGUAGES:
        return False
    for subtag in others:
        if len(subtag) == 1:
            return True
        if len(subtag) == 2:
            return subtag in _REGIONS
    return True
