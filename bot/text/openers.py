"""Words that begin a sentence right before a name and are none of it. Pure."""

OPENED = frozenset({"en", "fr", "es", "it", "pt"})
"""Languages whose words these are; in others the first word of a sentence may be any."""
OPENERS = frozenset(  # in small letters, without accents
    "a an the in on at by for from to of with without after before as when while if since until because"
    " although though despite during under over between among against about like unlike near outside inside"
    " but and or nor not only even just both all some most many several no every each any its his her their"
    " our my your under-fire ex former late fellow president prime vice minister chancellor king queen prince"
    " princess pope bishop mayor governor senator congressman congresswoman councillor judge justice general"
    " captain colonel sergeant officer detective inspector chief director professor doctor coach manager"
    " did does do is are was were has have had can will would could should may might must"
    " le la les l un une des du de d au aux a dans en par pour avec sans sous sur apres avant selon depuis"
    " pendant quand lorsque si mais et ou ni car comme son sa ses leur leurs notre nos president premier"
    " el los las uno una unos unas del al con sin sobre segun desde hasta durante cuando aunque pero y o"
    " su sus nuestro primer presidente il lo gli i uno di da in con su per tra fra nel nella dal dalla"
    " secondo dopo prima quando mentre ma e se anche o os as um uma uns no na nos nas pelo pela para por"
    " com sem sob sobre segundo apos antes enquanto mas seu sua ja entre contra".split()
)
