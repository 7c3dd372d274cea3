namespace KeyVaultEmulator.Faults;

/// <summary>The faults that wait for their requests, in order: the first that matches happens.</summary>
internal sealed class FaultScript
{
    private readonly Lock gate = new();
    private readonly List<(Fault Fault, int Seen)> script = [];

    /// <summary>Adds a fault.</summary>
    public void Add(Fault fault)
    {
        lock (gate)
            script.Add((fault, 0));
    }

    /// <summary>All is well from here on.</summary>
    public void Clear()
    {
        lock (gate)
            script.Clear();
    }

    /// <summary>What happens to this request; null for nothing.</summary>
    public Fault? Next(HttpRequest request)
    {
        var target = request.Path + request.QueryString.Value;
        lock (gate)
        {
            for (var i = 0; i < script.Count; i++)
            {
                var (fault, seen) = script[i];
                if (!request.Host.Host.StartsWith(fault.Host, StringComparison.OrdinalIgnoreCase) || !target.Contains(fault.Path, StringComparison.OrdinalIgnoreCase))
                    continue;
                script[i] = (fault, seen + 1);
                if (seen >= fault.After && seen - fault.After < fault.Times)
                    return fault;
            }
        }

        return null;
    }
}
