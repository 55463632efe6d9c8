import {
  identifierCode,
  identifierCodeWithAmt,
  municipalRelation,
  municipalSpeciality,
  objectExtension,
  objectExtensionWithPlo,
  relation,
  speciality,
} from './codes.ts';
import { text } from './rows.ts';
import type { Content } from './types.ts';

/** The lists and lengths in which the namespaces differ. */
export interface Dialect {
  readonly identifierCode: Content;
  readonly speciality: Content;
  readonly postCode: Content;
  readonly relation: Content;
  readonly extension: Content;
}

/** 2005/08/07 and 2018/08/06 */
export const plain: Dialect = {
  identifierCode,
  speciality,
  postCode: text(0, 9),
  relation,
  extension: objectExtensionWithPlo,
};

/** 2007/02/01, 2013/09/02, 2015/08/01, 2017/05/01, 2019/02/19, 2021/06/27 */
export const withAmt: Dialect = { ...plain, identifierCode: identifierCodeWithAmt };

/** 2006/07/01 */
export const email: Dialect = { ...withAmt, postCode: text(1, 9), extension: objectExtension };

/** 2016/12/01 and 2020/05/06 */
export const municipal: Dialect = { ...plain, speciality: municipalSpeciality, relation: municipalRelation };
