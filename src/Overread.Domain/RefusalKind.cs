namespace Overread.Domain;

/// <summary>The kinds of refusal.</summary>
public enum RefusalKind
{
    /// <summary>What was sent breaks a rule (422).</summary>
    Invalid,

    /// <summary>The state does not allow it (409).</summary>
    Conflict,

    /// <summary>There is no such thing, or not for this person (404).</summary>
    NotFound,

    /// <summary>The person's roles do not allow it (403).</summary>
    Forbidden,

    /// <summary>Asked too often; the same may be asked later (429).</summary>
    TooMany,

    /// <summary>The version given is not the current one (412).</summary>
    Stale,

    /// <summary>There is no room for it on the server's disk (507).</summary>
    NoRoom,
}
