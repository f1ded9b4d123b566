namespace Overread.Deidentification.Phi;

/// <summary>What the vocabularies say about a word; one word may be several things.</summary>
[Flags]
internal enum WordClass : ulong
{
    None = 0,
    GivenFemale = 1UL << 0,
    GivenMale = 1UL << 1,
    Family = 1UL << 2,

    /// <summary>A name that is a word as well: it needs a reason beside the vocabulary.</summary>
    Ambiguous = 1UL << 3,

    /// <summary>A name of another language than the text's.</summary>
    Foreign = 1UL << 4,
    Function = 1UL << 5,
    Common = 1UL << 6,
    Clinical = 1UL << 7,
    City = 1UL << 8,
    State = 1UL << 9,
    StateCode = 1UL << 10,
    Country = 1UL << 11,
    AmbiguousPlace = 1UL << 12,

    /// <summary>The first word of a name of several words in the vocabulary.</summary>
    Opens = 1UL << 13,
    Street = 1UL << 14,
    StreetBefore = 1UL << 15,
    StreetEnd = 1UL << 16,
    FacilityHead = 1UL << 17,
    FacilityWord = 1UL << 18,
    Facility = 1UL << 19,
    Company = 1UL << 20,
    CompanyEnd = 1UL << 21,
    Holiday = 1UL << 22,
    Season = 1UL << 23,
    Title = 1UL << 24,
    Credential = 1UL << 25,
    Relation = 1UL << 26,
    Particle = 1UL << 27,
    NameLabel = 1UL << 28,
    NameCue = 1UL << 29,
    AgentCue = 1UL << 30,
    PlaceCue = 1UL << 31,
    Month = 1UL << 32,
    Weekday = 1UL << 33,
    EponymHead = 1UL << 34,
    EponymLead = 1UL << 35,
    Eponym = 1UL << 36,
    Drug = 1UL << 37,
    AmbiguousWord = 1UL << 38,

    /// <summary>A name of Spain or Latin America, of the German-speaking countries, of elsewhere: what a surrogate keeps.</summary>
    Spanish = 1UL << 39,
    German = 1UL << 40,
    World = 1UL << 41,
    Origin = Spanish | German | World,

    Given = GivenFemale | GivenMale,
    Person = Given | Family,
    Ordinary = Function | Common | Clinical | Drug,
    Place = City | State | Country,
}
