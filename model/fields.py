"""What every kind of agent holds: one declaration a column, and nothing else.

Money is wan yuan (10,000 yuan) at current prices, flows are a quarter's; staff are persons; distances are km.
A quantity marked *real* is at the prices of 2011. Firm columns are per firm: a row of weight w stands for w firms.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its name, NumPy dtype, unit, meaning, who writes it and its value in a new row."""

    name: str
    dtype: str
    unit: str
    meaning: str
    writer: str
    default: float = 0


KINDS_OF_PLATFORM = (
    "productivity",  # article 19, management practice
    "finance",  # article 20, what lenders can see of a firm
    "innovation",  # article 21, success of search
    "information",  # article 22, reach of imitation
    "testing",  # article 23, certified quality
    "standards",  # article 24, access to customers
    "property",  # article 25, filing of real inventions
    "training",  # article 26, technicians
    "logistics",  # article 27, cost of inputs
)
KINDS_OF_BODY = (
    "bank",
    "guarantor",
    "venture_fund",
    "micro_lender",
    "mutual_circle",
    "bond_desk",
    "informal_lender",
)
OWNERSHIPS = ("individual", "private", "overseas", "state")  # overseas: Hong Kong, Macau, Taiwan and foreign
LEVELS = ("centre", "province", "city", "county", "town")
SKILLS = ("production", "technician", "research")
SEGMENTS = ("domestic", "export", "processing")
PATENTS = ("invention", "utility", "design")
TOWN_TYPES = ("industrial", "agricultural", "service")
REGIONS = ("delta", "east", "west", "north")
CONSTRAINTS = ("credit", "skills", "technology", "market", "land")
SIZE_CLASSES = ("micro", "small", "medium", "large")  # below 20, 300, 1000 staff and above (2011 standard, industry)
SIZE_BOUNDS = (20.0, 300.0, 1000.0)
SERVICES = tuple(f"served_{kind}" for kind in KINDS_OF_PLATFORM)

_f, _s, _i, _h, _b = "float64", "float32", "int64", "int16", "int8"

FIRM = (
    Field("uid", _i, "-", "identity, never used again", "start, entry"),
    Field("town", _i, "index", "town it produces in", "start, enter_exit_move"),
    Field("industry", _i, "index", "industry it sells in", "start, entry"),
    Field("cell", _i, "index", "town times industry, as one index", "start, entry, moves"),
    Field("ownership", _b, "index", "individual, private, overseas, state", "start, entry"),
    Field("cohort", _h, "quarter", "quarter of birth (year * 4 + quarter - 1)", "start, entry"),
    Field("weight", _f, "firms", "number of firms the row stands for", "start, entry", 1),
    Field("size_class", _i, "index", "micro, small, medium, large by staff", "form_expectations"),
    Field("high_tech", _b, "0/1", "holds the high-tech enterprise status", "settle"),
    # people
    Field("staff_production", _f, "persons", "production staff", "hire_and_train"),
    Field("staff_technician", _f, "persons", "technicians", "hire_and_train"),
    Field("staff_research", _f, "persons", "research staff and engineers", "hire_and_train"),
    Field("trainees", _f, "persons", "production staff in training, technicians after the delay", "hire_and_train"),
    Field("wage_factor", _f, "ratio", "pay over the town wage: rents shared with staff", "hire_and_train", 1),
    # machines
    Field("capital", _f, "wan yuan, real", "productive capital", "invest_and_adopt"),
    Field(
        "capital_ratio", _f, "ratio", "capital over a quarter's real sales its kind of business wants", "start, entry"
    ),
    Field("vintage", _f, "log", "mean embodied technology of the capital, over the 2011 frontier", "invest_and_adopt"),
    Field("automated", _f, "share", "share of tasks done by computer-controlled machines", "invest_and_adopt"),
    Field("digital", _f, "share", "share of processes run by software", "invest_and_adopt"),
    # technology and product
    Field("base", _f, "log", "productivity of its kind of business, fixed for life", "start, entry"),
    Field("process", _f, "log", "process technology of its own, relative to its kind", "search"),
    Field("quality", _f, "log", "quality of its product, relative to the industry", "search"),
    Field("design", _f, "log", "design of its product, relative to the industry", "search"),
    Field("knowledge", _f, "stock", "knowledge stock, 1 is the mean of its industry and size in 2011", "search", 1),
    Field("position_x", _s, "-", "place in the industry's technology space, first axis", "search"),
    Field("position_y", _s, "-", "place in the industry's technology space, second axis", "search"),
    Field("partner", _i, "uid", "research partner, -1 none", "search", -1),
    # market
    Field("customers", _f, "weight", "customers it can reach, conserved within an industry", "sell"),
    Field("export_mix", _s, "share", "share of its customers who are abroad", "start, entry"),
    Field("processing_mix", _s, "share", "share of its customers who send materials for processing", "start, entry"),
    Field("brand", _f, "log", "willingness to pay for its name", "sell"),
    Field("share_domestic", _f, "share", "share of the domestic market", "sell"),
    Field("share_export", _f, "share", "share of the export market", "sell"),
    Field("share_processing", _f, "share", "share of the processing market", "sell"),
    Field("efficiency", _f, "ratio", "output per unit of the capital-labour bundle", "produce", 1),
    Field("markup", _f, "ratio", "price over variable cost it aims at", "start, entry", 1.15),
    Field("price", _f, "index", "price of its product, 1 is the industry's mean of 2011", "produce", 1),
    Field("unit_cost", _f, "index", "variable cost of a unit", "produce", 1),
    Field("output", _f, "wan yuan, real", "output of the quarter", "produce"),
    Field("inventory", _f, "wan yuan, real", "finished goods", "produce, sell"),
    Field("sales", _f, "wan yuan", "revenue of the quarter, without VAT", "sell"),
    Field("sales_outside", _f, "wan yuan", "of it from abroad (export and processing)", "sell"),
    Field("expected_sales", _f, "wan yuan, real", "sales expected for the quarter", "sell, form_expectations"),
    Field("inputs", _f, "wan yuan", "intermediate inputs of the quarter", "produce"),
    Field("value_added", _f, "wan yuan", "gross output less intermediates, basic prices", "settle"),
    Field("profit", _f, "wan yuan", "profit before income tax", "settle"),
    Field("profitability", _f, "share", "smoothed profit over sales", "settle"),
    # money
    Field("cash", _f, "wan yuan", "deposits, an overdraft when negative", "all through the ledger"),
    Field("debt_bank", _f, "wan yuan", "bank loans", "seek_finance, settle"),
    Field("debt_guaranteed", _f, "wan yuan", "of them with a guarantor behind", "seek_finance, settle"),
    Field("debt_circle", _f, "wan yuan", "of them with a mutual circle behind", "seek_finance, settle"),
    Field("debt_micro", _f, "wan yuan", "loans of micro-loan companies", "seek_finance, settle"),
    Field("debt_bond", _f, "wan yuan", "part in pooled bonds", "seek_finance, settle"),
    Field("debt_informal", _f, "wan yuan", "informal loans", "seek_finance, settle"),
    Field("equity_venture", _f, "wan yuan", "venture money received, at book value", "seek_finance, settle"),
    Field("payables", _f, "wan yuan", "owed to simulated suppliers of its town", "settle"),
    Field("receivables", _f, "wan yuan", "owed by simulated customers of its town", "settle"),
    Field("payables_outside", _f, "wan yuan", "owed to suppliers outside", "settle"),
    Field("receivables_outside", _f, "wan yuan", "owed by customers outside", "settle"),
    Field("loss_carried", _f, "wan yuan", "losses carried forward against income tax", "settle"),
    Field("planned_investment", _f, "wan yuan", "outlay on machines it wants to make", "form_expectations, invest"),
    Field("planned_research", _f, "wan yuan", "outlay on R&D it wants to make", "form_expectations"),
    Field("finance_gap", _f, "wan yuan", "outside money wanted and not found", "seek_finance"),
    Field("rating", _f, "share", "default probability a year as lenders could know it", "seek_finance"),
    Field("bank", _i, "index", "its bank among the financing bodies", "start, entry"),
    Field("circle", _h, "index", "its mutual circle among the financing bodies, -1 none", "start, entry", -1),
    Field("stress", _b, "quarters", "quarters in a row with an overdraft past the limit or negative worth", "settle"),
    # research and law
    Field("research_ratio", _f, "share", "R&D over sales it aims at with a user cost of one", "start, search"),
    Field("research", _f, "wan yuan", "R&D truly done in the quarter", "search"),
    Field("research_reported", _f, "wan yuan", "R&D reported to the tax office and statistics", "search"),
    Field("user_cost_research", _f, "ratio", "cost of one yuan of R&D after tax", "search", 1),
    Field("pending_invention", _s, "patents", "inventions filed and not yet granted", "search"),
    Field("pending_utility", _s, "patents", "utility models filed and not yet granted", "search"),
    Field("pending_design", _s, "patents", "designs filed and not yet granted", "search"),
    Field("patents_invention", _s, "patents", "inventions in force", "search"),
    Field("patents_other", _s, "patents", "utility models and designs in force", "search"),
    Field("grants_invention", _s, "patents", "inventions granted this quarter", "search"),
    Field("grants_other", _s, "patents", "utility models and designs granted this quarter", "search"),
    Field("support_due", _f, "wan yuan", "public support awarded and not yet paid", "allocate_public_money"),
    Field("support_received", _f, "wan yuan", "public support paid this quarter", "allocate_public_money"),
    # services: what each of the nine kinds of platform leaves in the firm, decaying
    Field("aware", _h, "bits", "kinds of platform it knows", "choose_services"),
    Field("waiting", _h, "bits", "kinds of platform it waits for", "choose_services"),
    Field("practice", _f, "log", "management practice", "choose_services"),
    Field("visibility", _s, "share", "how much lenders see of its books", "choose_services"),
    Field("assistance", _s, "share", "research help of an innovation platform", "choose_services"),
    Field("scan", _s, "share", "knowledge of what others do elsewhere", "choose_services"),
    Field("certified", _s, "share", "product tested and certified", "choose_services"),
    Field("standard", _s, "share", "product meets standards customers ask for", "choose_services"),
    Field("filing", _s, "share", "help in filing and defending inventions", "choose_services"),
    Field("teaching", _s, "share", "help in training its own staff", "choose_services"),
    Field("delivery", _s, "share", "logistics shared with others", "choose_services"),
)

TOWN = (
    Field("uid", _i, "-", "identity", "start"),
    Field("city", _h, "index", "city", "start"),
    Field("county", _h, "index", "county or district", "start"),
    Field("region", _b, "index", "delta, east, west, north", "start"),
    Field("type", _b, "index", "industrial, agricultural, service", "start"),
    Field("named", _b, "0/1", "a real town with its known figures; the others are synthetic", "start"),
    Field("grade", _b, "0-3", "data grade A, B, C, D", "start"),
    Field("x", _f, "km", "east of the origin", "start"),
    Field("y", _f, "km", "north of the origin", "start"),
    Field("area", _f, "km2", "area", "start"),
    Field("speciality", _b, "index", "speciality industry", "start"),
    Field("designated", _b, "0/1", "specialised town of the province", "assess_and_designate"),
    Field("designated_2011", _b, "0/1", "designated at the end of 2011", "start"),
    Field(
        "designated_by_policy",
        _b,
        "0/1",
        "designated since, with a measure in force that changed the benefit",
        "assess_and_designate",
    ),
    Field("years_below", _b, "years", "years in a row below the rule", "assess_and_designate"),
    Field(
        "constraint",
        _b,
        "index",
        "binding constraint: credit, skills, technology, market, land",
        "start, assess_and_designate",
    ),
    *(
        Field(f"lacks_{what}", _f, "0-1", f"rank among towns in what is lacking: {what}", "assess_and_designate", 0.5)
        for what in CONSTRAINTS
    ),
    Field("residents", _f, "persons", "residents (常住)", "hire_and_train"),
    Field("force_production", _f, "persons", "labour force, production", "hire_and_train"),
    Field("force_technician", _f, "persons", "labour force, technicians", "hire_and_train"),
    Field("force_research", _f, "persons", "labour force, research", "hire_and_train"),
    Field("guests", _f, "persons", "research staff who came on a post for a time", "hire_and_train"),
    Field("jobs_local_production", _f, "persons", "jobs of the local blocks, production", "settle"),
    Field("jobs_local_technician", _f, "persons", "jobs of the local blocks, technicians", "settle"),
    Field("jobs_local_research", _f, "persons", "jobs of the local blocks, research", "settle"),
    Field("wage_production", _f, "wan yuan a quarter", "wage, production", "hire_and_train"),
    Field("wage_technician", _f, "wan yuan a quarter", "wage, technicians", "hire_and_train"),
    Field("wage_research", _f, "wan yuan a quarter", "wage, research", "hire_and_train"),
    Field("slack_production", _f, "share", "unemployment, production", "hire_and_train", 0.05),
    Field("slack_technician", _f, "share", "unemployment, technicians", "hire_and_train", 0.05),
    Field("slack_research", _f, "share", "unemployment, research", "hire_and_train", 0.05),
    Field(
        "unfilled_production", _f, "share", "vacancies not filled over the labour force, production", "hire_and_train"
    ),
    Field("unfilled_technician", _f, "share", "the same, technicians", "hire_and_train"),
    Field("unfilled_research", _f, "share", "the same, research", "hire_and_train"),
    Field("housing", _f, "persons", "residents the town can house without congestion", "hire_and_train"),
    Field("land", _f, "hectares", "serviced industrial land", "enter_exit_move"),
    Field("land_used", _f, "hectares", "industrial land in use", "enter_exit_move"),
    Field("land_price", _f, "wan yuan a hectare", "price of industrial land", "enter_exit_move"),
    Field("brand", _f, "log", "public brand of the speciality", "spill_over"),
    Field("mark", _f, "log", "what a collective mark or mark of origin adds to it", "spill_over"),
    Field("market", _f, "share", "reach of its professional market", "start, sell"),
    Field("park", _b, "0/1", "has an industrial park", "start"),
    Field("speed", _f, "ratio", "administrative speed, 1 is the mean of 2011", "assess_and_designate", 1),
    Field("guarantor", _h, "index", "guarantor that serves it", "start"),
    Field("micro_lender", _h, "index", "micro-loan company that serves it", "start"),
    Field("informal_lender", _h, "index", "informal lender of the town", "start"),
    Field("venture_fund", _h, "index", "venture fund that looks at it", "start"),
    Field("government", _h, "index", "its government", "start"),
    Field("government_county", _h, "index", "government of its county", "start"),
    Field("government_city", _h, "index", "government of its city", "start"),
    # the blocks that are not simulated firm by firm
    Field("local_deposits", _f, "wan yuan", "deposits of the local producers", "all through the ledger"),
    Field("orders_services", _f, "wan yuan", "outside purchases of local services, 2011 a quarter", "start"),
    Field("orders_other", _f, "wan yuan", "outside purchases of other industry, 2011 a quarter", "start"),
    Field("orders_agriculture", _f, "wan yuan", "outside purchases of farms not simulated, 2011 a quarter", "start"),
    Field(
        "jobs_per_local_production",
        _f,
        "persons a wan yuan",
        "jobs over value added of the local blocks, 2011",
        "start",
    ),
    Field("jobs_per_local_technician", _f, "persons a wan yuan", "the same for technicians", "start"),
    Field("jobs_per_local_research", _f, "persons a wan yuan", "the same for research staff", "start"),
    Field("va_firms", _f, "wan yuan", "value added of simulated firms", "settle"),
    Field("va_other_industry", _f, "wan yuan", "value added, other industry", "settle"),
    Field("va_agriculture", _f, "wan yuan", "value added, agriculture not simulated", "settle"),
    Field("va_services", _f, "wan yuan", "value added, local services", "settle"),
    Field("va_public", _f, "wan yuan", "value added, public sector", "settle"),
    Field("taxes_products", _f, "wan yuan", "taxes on products", "settle"),
    Field("gdp", _f, "wan yuan", "GDP of the quarter, production approach", "settle"),
    Field(
        "output_year",
        _f,
        "wan yuan",
        "gross industrial and agricultural output, last four quarters",
        "assess_and_designate",
    ),
    Field("output_reported", _f, "wan yuan", "the same as reported", "assess_and_designate"),
    Field("output_to_date", _f, "wan yuan", "the same since the year began", "settle, assess_and_designate"),
    Field(
        "speciality_to_date", _f, "wan yuan", "speciality output since the year began", "settle, assess_and_designate"
    ),
    Field("research_to_date", _f, "wan yuan", "R&D reported since the year began", "settle, assess_and_designate"),
    Field("research_share", _f, "share", "reported R&D over GDP, last year", "assess_and_designate"),
    Field("gdp_to_date", _f, "wan yuan", "GDP since the year began", "settle, assess_and_designate"),
    Field("output_growth", _f, "share", "growth of reported output, last year", "assess_and_designate"),
    Field("sales_real", _f, "wan yuan, real", "firms' real sales of the last quarter", "form_expectations"),
    Field("sales_trend", _f, "log", "smoothed quarterly growth of firms' real sales", "form_expectations"),
    Field(
        "speciality_share",
        _f,
        "share",
        "speciality output over industrial and agricultural output",
        "assess_and_designate",
    ),
    Field("score", _f, "0-1", "score in the yearly assessment", "assess_and_designate"),
    Field("network_until", _i, "quarter", "quarter in which its network grant ends", "allocate_public_money"),
    Field("innovative", _b, "0/1", "has the features of an innovative cluster", "assess_and_designate"),
    Field("spill_knowledge", _f, "stock", "knowledge of its industry within reach", "spill_over"),
)

PLATFORM = (
    Field("uid", _i, "-", "identity", "start, allocate_public_money"),
    Field("kind", _b, "index", "one of the nine kinds", "start, allocate_public_money"),
    Field("town", _h, "index", "town", "start, allocate_public_money"),
    Field("since", _h, "quarter", "quarter it was set up", "start, allocate_public_money"),
    Field("experts", _f, "persons", "experts", "choose_services"),
    Field("equipment", _f, "wan yuan", "equipment", "choose_services"),
    Field("quality", _f, "ratio", "quality of its service, 1 is the mean", "choose_services", 1),
    Field("fee", _f, "wan yuan", "fee a service", "choose_services"),
    Field("queue", _f, "firms", "firms waiting", "choose_services"),
    Field("served", _f, "firms", "firms served this quarter", "choose_services"),
    Field("cash", _f, "wan yuan", "deposits", "all through the ledger"),
    Field("fee_income", _f, "wan yuan", "fees of the quarter", "choose_services"),
    Field("public_income", _f, "wan yuan", "public money of the quarter", "allocate_public_money"),
    Field("cost", _f, "wan yuan", "cost of the quarter", "choose_services"),
    Field("running_grant", _f, "wan yuan", "public running money a quarter promised", "start, allocate_public_money"),
    Field("deficit_quarters", _b, "quarters", "quarters in a row without cash", "choose_services"),
    Field("university", _h, "index", "partner university, -1 none", "start", -1),
    Field("policy", _b, "0/1", "set up with a grant of the Decision", "allocate_public_money"),
    Field("supported_by", _h, "index", "measure that gave the grant, -1 none", "allocate_public_money", -1),
    Field("support", _f, "wan yuan", "running money of measures in the quarter", "allocate_public_money, services"),
    Field("levy_income", _f, "wan yuan", "levies of members in the quarter, and what is added to them", "services"),
    Field("branch", _b, "0/1", "has a branch of a national body", "allocate_public_money"),
    Field("tracking", _f, "wan yuan", "equipment for tracking goods, worn by use", "allocate_public_money"),
)

AWARD = (
    Field("firm", _i, "uid", "firm that holds the award", "allocate_public_money"),
    Field("lever", _h, "index", "lever that granted it", "allocate_public_money"),
    Field("rate", _f, "share", "share of the outlay it pays", "allocate_public_money"),
    Field("until", _h, "quarter", "quarter in which it ends", "allocate_public_money"),
    Field("due", _f, "wan yuan", "earned by an outlay and not yet paid, a firm", "rules that spend"),
    Field("left", _f, "wan yuan", "set aside for it and not yet earned, a firm", "rules that spend", float("inf")),
)

CONTRACT = (
    Field("platform", _i, "uid", "platform that gets a running grant", "allocate_public_money"),
    Field("lever", _h, "index", "measure behind it", "allocate_public_money"),
    Field("grant", _f, "wan yuan a quarter", "grant in the first year", "allocate_public_money"),
    Field("since", _h, "quarter", "quarter in which it began", "allocate_public_money"),
    Field("years", _f, "years", "years until it has fallen to nothing, in equal steps", "allocate_public_money"),
)

MEMBERSHIP = (
    Field("firm", _i, "uid", "firm that has joined", "rules that offer it"),
    Field("rate", _f, "by club", "what it holds there", "rules that offer it"),
)

FACILITY = (
    Field("town", _i, "index", "town", "allocate_public_money"),
    Field("lever", _h, "index", "lever that set it up", "allocate_public_money"),
    Field("since", _h, "quarter", "quarter it was set up", "allocate_public_money"),
    Field("size", _f, "by kind", "what it offers", "allocate_public_money"),
    Field("use", _f, "share", "smoothed share of it that is used", "rules that use it", 1),
)

PLEDGE = (
    Field("firm", _i, "uid", "firm whose loan it is", "seek_finance"),
    Field("lever", _h, "index", "lever that made the loan possible", "seek_finance"),
    Field("amount", _f, "wan yuan", "loan outstanding, a firm", "seek_finance, settle"),
    Field("cover", _f, "share", "share of a loss that a public risk pool bears", "seek_finance"),
)

LISTED = (
    Field("firm", _i, "uid", "firm whose shares are listed", "allocate_public_money"),
    Field("since", _h, "quarter", "quarter of the listing", "allocate_public_money"),
    Field("raised", _b, "0/1", "has raised money by an issue", "allocate_public_money"),
)

BODY = (
    Field("uid", _i, "-", "identity", "start"),
    Field("kind", _b, "index", "bank, guarantor, ...", "start"),
    Field("city", _h, "index", "city, -1 the whole province", "start", -1),
    Field("town", _h, "index", "town, -1 more than one", "start", -1),
    Field("industry", _b, "index", "industry, -1 any", "start", -1),
    Field("equity", _f, "wan yuan", "own capital", "seek_finance, settle"),
    Field("cash", _f, "wan yuan", "deposits (not of banks)", "all through the ledger"),
    Field("loans", _f, "wan yuan", "loans, bonds, equity stakes out", "seek_finance, settle"),
    Field("guarantees", _f, "wan yuan", "guarantees outstanding", "seek_finance, settle"),
    Field(
        "borrowed", _f, "wan yuan", "owed to the savers behind it (informal lenders, bond desk)", "seek_finance, settle"
    ),
    Field("leverage", _f, "ratio", "cap on loans or guarantees over own capital", "start"),
    Field("quota", _f, "wan yuan a quarter", "cap on new business", "start, seek_finance"),
    Field("rate", _f, "share a year", "interest, or fee of a guarantor", "seek_finance"),
    Field("skill", _f, "share", "how much of the true risk it sees", "start"),
    Field("loss_rate", _f, "share a year", "smoothed losses over business out", "settle"),
    Field("losses", _f, "wan yuan", "losses of the quarter", "settle"),
    Field("bound", _b, "0/1", "its limit bound this quarter", "seek_finance"),
    Field("new_business", _f, "wan yuan", "lent, guaranteed or invested this quarter", "seek_finance"),
)

UNIVERSITY = (
    Field("uid", _i, "-", "identity", "start"),
    Field("city", _h, "index", "city", "start"),
    Field("x", _f, "km", "east of the origin", "start"),
    Field("y", _f, "km", "north of the origin", "start"),
    Field("academy", _b, "0/1", "branch of a national academy", "start"),
    Field("industry", _b, "index", "industry its fields serve most", "start"),
    Field("experts", _f, "persons", "experts who could work for firms", "start"),
    Field("experts_free", _f, "persons", "of them free", "choose_services"),
    Field("cash", _f, "wan yuan", "deposits", "all through the ledger"),
)

GOVERNMENT = (
    Field("uid", _i, "-", "identity", "start"),
    Field("level", _b, "index", "centre, province, city, county, town", "start"),
    Field("parent", _h, "index", "the government above", "start", -1),
    Field("place", _h, "index", "city, county or town", "start", -1),
    Field("cash", _f, "wan yuan", "deposits", "all through the ledger"),
    Field("revenue", _f, "wan yuan", "revenue of the quarter", "settle"),
    Field("revenue_normal", _f, "wan yuan", "smoothed revenue", "settle"),
    Field("spending", _f, "wan yuan", "general spending of the quarter", "settle"),
    Field("programmes", _f, "wan yuan", "spending on programmes in the quarter", "allocate_public_money"),
)

HOUSEHOLD = (
    Field("uid", _i, "-", "identity", "start"),
    Field("town", _h, "index", "town", "start"),
    Field("cash", _f, "wan yuan", "deposits", "all through the ledger"),
    Field("savings", _f, "wan yuan", "lent through informal lenders and bonds", "seek_finance, settle"),
    Field("income", _f, "wan yuan", "income of the quarter", "settle"),
    Field("income_normal", _f, "wan yuan", "smoothed income", "settle"),
    Field("consumption", _f, "wan yuan", "consumption of the quarter", "settle"),
)

OUTSIDE = (
    Field("uid", _i, "-", "identity", "start"),
    Field("cash", _f, "wan yuan", "settlement balance with the banks", "all through the ledger"),
    Field("receivables", _f, "wan yuan", "owed by simulated firms", "settle"),
    Field("payables", _f, "wan yuan", "owed to simulated firms", "settle"),
    Field("residents", _f, "persons", "residents (rest of the province only)", "hire_and_train"),
    Field("gdp", _f, "wan yuan", "GDP of the quarter (rest of the province only)", "settle"),
)

TABLES = {
    "firm": FIRM,
    "town": TOWN,
    "platform": PLATFORM,
    "body": BODY,
    "university": UNIVERSITY,
    "government": GOVERNMENT,
    "household": HOUSEHOLD,
    "outside": OUTSIDE,
}
