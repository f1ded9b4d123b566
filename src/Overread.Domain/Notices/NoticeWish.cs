namespace Overread.Domain.Notices;

/// <summary>How often a person wants to be told by mail that something waits.</summary>
public enum NoticeWish
{
    /// <summary>Once in 24 hours at most; what holds for whoever has not said.</summary>
    Daily,

    /// <summary>Once in an hour at most.</summary>
    Hourly,

    /// <summary>Each time that the server looks, which is every five minutes.</summary>
    AtOnce,

    /// <summary>Never.</summary>
    Never,
}
