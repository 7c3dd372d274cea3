using System.Text;

namespace k8s.Http;

/// <summary>Builds the query part; null values are left out.</summary>
internal sealed class QueryString
{
    private readonly StringBuilder _text = new();

    public QueryString Add(string name, string? value)
    {
        if (value is not null)
            _text.Append(_text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        return this;
    }

    public QueryString Add(string name, int? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    public QueryString Add(string name, bool? value) => Add(name, value switch { true => "true", false => "false", null => null });

    public QueryString AddDryRun(bool dryRun) => Add("dryRun", dryRun ? "All" : null);

    public override string ToString() => _text.ToString();
}
