using Overread.Domain;

namespace Overread.Storage;

/// <summary>Carries a refusal out of a unit of work, rolling it back. Its message is the refusal's code and title.</summary>
public sealed class RefusedException(Refusal refusal) : Exception($"{refusal.Code}: {refusal.Title}")
{
    /// <summary>The refusal.</summary>
    public Refusal Refusal { get; } = refusal;
}
