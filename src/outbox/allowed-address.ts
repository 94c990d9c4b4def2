/** Which addresses a webhook may be sent to. */
import { lookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

import { DeliveryError } from "./delivery-error.ts";

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Where clouds answer with the credentials of the machine, and what is no address of a receiver at all. */
const forbidden = new BlockList();
forbidden.addSubnet("169.254.0.0", 16, "ipv4");
forbidden.addSubnet("fe80::", 10, "ipv6");
// AWS over IPv6, Alibaba, Azure and Oracle have theirs outside the link-local range.
forbidden.addAddress("fd00:ec2::254", "ipv6");
forbidden.addAddress("100.100.100.200", "ipv4");
forbidden.addAddress("168.63.129.16", "ipv4");
forbidden.addSubnet("192.0.0.0", 24, "ipv4");
forbidden.addSubnet("0.0.0.0", 8, "ipv4");
forbidden.addAddress("::", "ipv6");
forbidden.addSubnet("224.0.0.0", 3, "ipv4");
forbidden.addSubnet("ff00::", 8, "ipv6");

/** Names of the metadata services, by which some resolvers answer with other addresses. */
const METADATA = /^(?:metadata|instance-data)(?:\.|$)|\.metadata\.|^metadata\.google\.internal\.?$/i;

const isIn = (list: BlockList, address: string): boolean =>
  list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");

/**
 * Throws DeliveryError (permanent) for an address that must not be called. Loopback counts as meant only where the
 * operator wrote it as such: a name that resolves to it was not.
 */
export function checkHost(url: URL): void {
  const host = hostOf(url);
  if (METADATA.test(host) || (isIP(host) !== 0 && isIn(forbidden, host))) throw refusal(url.host);
}

/** Resolves a name as the connection will use it, so that there is no second answer between check and use. */
export function checkedLookup(url: URL): LookupFunction {
  const meant = hostOf(url) === "localhost";
  return (name, options, done) =>
    lookup(name, { ...options, all: true }, (error, found) => {
      if (error !== null) return done(error, "", 0);
      const [first] = found;
      if (first === undefined) return done(new Error(`${name} has no address`), "", 0);
      for (const { address } of found) {
        if (isIn(forbidden, address) || (!meant && isIn(loopback, address)))
          return done(refusal(url.host), "", 0);
      }
      if (options.all === true) done(null, found);
      else done(null, first.address, first.family);
    });
}

const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, "").toLowerCase();

const refusal = (host: string): DeliveryError =>
  new DeliveryError(`${host} is an address that webhooks are not sent to`, {
    permanent: true,
    hint: "link-local and metadata addresses are never called; write loopback as 127.0.0.1 or localhost",
  });
