using System.Collections;
using System.Globalization;

namespace McpTenants.Instance.Serving;

/// <summary>
/// What the log says about one request. A class of our own and not a generated message, which would be a generic value: all that logs would be compiled for
/// it by the JIT while the first caller waits.
/// </summary>
internal sealed class ServedRequest(string method, string tool, int status, double milliseconds, string protocolVersion, string request) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 7;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("Method", method),
        1 => new("Tool", tool),
        2 => new("Status", status),
        3 => new("Milliseconds", milliseconds),
        4 => new("ProtocolVersion", protocolVersion),
        5 => new("Request", request),
        6 => new("{OriginalFormat}", "{Method} {Tool} answered {Status} in {Milliseconds} ms (protocol {ProtocolVersion}, request {Request})"),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{method} {tool} answered {status} in {milliseconds} ms (protocol {protocolVersion}, request {request})");

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
