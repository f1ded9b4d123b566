namespace Overread.Server.Features.Notices.Contracts;

/// <summary>What became of a mail.</summary>
internal enum MailOutcome
{
    /// <summary>The mail server took it.</summary>
    Taken,

    /// <summary>It takes none for this address; others may be taken.</summary>
    Refused,

    /// <summary>It takes none at all at present.</summary>
    Failed,
}
