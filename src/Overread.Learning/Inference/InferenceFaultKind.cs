namespace Overread.Learning.Inference;

/// <summary>Why a model's server gave no answer that could be used.</summary>
public enum InferenceFaultKind
{
    /// <summary>Nobody answers there, or the connection broke off in the middle.</summary>
    Unreachable,

    /// <summary>It answers later than it was waited for.</summary>
    TooSlow,

    /// <summary>The server is there and has no such model or version.</summary>
    UnknownModel,

    /// <summary>The server or the model says that it is not ready.</summary>
    NotReady,

    /// <summary>The server refused the request.</summary>
    Refused,

    /// <summary>What it answers is not of the protocol, or belongs to another request or model.</summary>
    NotTheProtocol,

    /// <summary>An output has another name, type, shape or number of values than was said.</summary>
    WrongShape,

    /// <summary>An output holds NaN, an infinity, or nothing in the place of a number.</summary>
    NotANumber,

    /// <summary>The answer is longer than is taken.</summary>
    TooLarge,

    /// <summary>It sends whoever asks to another address.</summary>
    Redirected,
}
