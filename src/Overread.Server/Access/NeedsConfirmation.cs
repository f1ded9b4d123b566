namespace Overread.Server.Access;

/// <summary>Marks a route that asks the person to prove once more that it is they, unless they did a moment ago.</summary>
internal sealed class NeedsConfirmation;
