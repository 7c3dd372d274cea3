using System.Net;
using McpTenants.Instance.Connectors.Upstream;

namespace Instance.Tests.Connectors;

public sealed class AddressRulesTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("168.63.129.16")]
    [InlineData("198.18.0.1")]
    [InlineData("192.0.2.1")]
    [InlineData("224.0.0.1")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:a9fe:a9fe")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::10.0.0.1")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2002:a9fe:a9fe::1")]
    [InlineData("2001:0:1234::1")]
    [InlineData("2001:db8::1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    [InlineData("100::1")]
    public void IsPublic_AddressOfAnInnerNetwork_IsRefused(string address) => AddressRules.IsPublic(IPAddress.Parse(address)).ShouldBeFalse();

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2606:4700::1111")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8")]
    public void IsPublic_PublicAddress_IsAllowed(string address) => AddressRules.IsPublic(IPAddress.Parse(address)).ShouldBeTrue();

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("0177.0.0.1")]
    [InlineData("127.1")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("localhost")]
    [InlineData("rebinding.example")]
    public async Task Call_HostThatMeansLoopback_NeverConnects(string host)
    {
        await using var upstream = await RecordingUpstream.StartAsync();
        var port = new Uri(upstream.Url).Port;
        var connect = new GuardedConnect(AddressRules.IsPublic, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback, IPAddress.IPv6Loopback, IPAddress.Parse("10.0.0.1")]));

        var (text, isError) = await Fixtures.Tools(Fixtures.Document("/a", """{"get":{}}"""), $"http://{host}:{port}", connect: connect).Single().CallAsync();

        (text, isError).ShouldBe(("The service has an address that connectors may not reach.", true));
        upstream.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Call_NameThatChangesItsAddress_GoesWhereItWasJudged()
    {
        await using var upstream = await RecordingUpstream.StartAsync();
        var answers = new Queue<IPAddress>([IPAddress.Loopback, IPAddress.Parse("127.0.0.2")]);
        // Stands for public first, private afterwards: one resolution per connection, and only the judged address is connected to.
        var connect = new GuardedConnect(address => address.Equals(IPAddress.Loopback), (_, _) => Task.FromResult<IPAddress[]>([answers.Dequeue()]));

        var (_, isError) = await Fixtures.Tools(Fixtures.Document("/a", """{"get":{}}"""), $"http://rebinding.example:{new Uri(upstream.Url).Port}", connect: connect).Single().CallAsync();

        isError.ShouldBeFalse();
        answers.Count.ShouldBe(1);
    }
}
