namespace Overread.Server.Features.Witnesses.Contracts;

/// <summary>Why a witness gave no cosignature.</summary>
internal static class WitnessTrouble
{
    /// <summary>Nobody answers there, or not in time.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>It does not know this record, or its key (404, 403).</summary>
    public const string Unknown = "unknown";

    /// <summary>What it answered is no answer of a witness, or not signed by its key.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>It has seen a newer checkpoint of this record than the one that it was shown.</summary>
    public const string Ahead = "ahead";

    /// <summary>It holds the record for an older or another one: the record has the event.</summary>
    public const string Objected = "objected";
}
