import { type BlockList, isIP } from 'node:net';

/** True for the address of one of these proxies; an IPv4 address may be written as IPv6. */
export function isOfProxy(proxies: BlockList, address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  return isIP(plain) !== 0 && proxies.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
}
