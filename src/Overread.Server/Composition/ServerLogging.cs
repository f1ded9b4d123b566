namespace Overread.Server.Composition;

/// <summary>
/// Where the log goes and what stays out of it. Lines name types, places, routes and ids of the record; names, addresses, file names
/// and what somebody typed are in none (a test plants them and looks).
/// </summary>
internal static class ServerLogging
{
    public static void Set(ILoggingBuilder logging, ServeOptions options)
    {
        logging.ClearProviders();
        // The framework's own lines name whole addresses, and addresses may hold what somebody searched for.
        logging.AddFilter(
            (category, level) =>
                level >= (options.Verbose ? LogLevel.Information : LogLevel.Warning)
                && (
                    level >= LogLevel.Warning
                    || !(category?.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) ?? false)
                )
                // It puts the whole address around every line of a request, for whatever prints such scopes.
                && category != "Microsoft.AspNetCore.Hosting.Diagnostics"
                && !(category?.StartsWith("Microsoft.AspNetCore.DataProtection", StringComparison.Ordinal) ?? false)
                // It quotes what the provider answers; the record has the refusal, and ProviderEntry says what kind of fault it was.
                && !(category?.StartsWith("Microsoft.AspNetCore.Authentication", StringComparison.Ordinal) ?? false)
        );
        if (options.JsonLog)
        {
            logging.AddJsonConsole(c =>
            {
                c.UseUtcTimestamp = true;
                c.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
            });
        }
        else
        {
            logging.AddSimpleConsole(c => c.SingleLine = true);
        }
    }
}
