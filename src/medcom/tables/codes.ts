import { codes } from './rows.ts';

/**
 * Code lists of the schemas (ValueLists.xsd, LetterType.xsd, GeneralTypes.xsd), and how they differ between the
 * namespaces.
 */

const words = (text: string) => text.trim().split(/\s+/);

export const acknowledgementCode = codes('minuspositivkvitt', 'pluspositivkvitt');

export const statusCode = codes('nytbrev', 'rettetbrev');

const identifierCodes = words('sygehusafdelingsnummer ydernummer lokationsnummer kommunenummer sorkode');
export const identifierCode = codes(...identifierCodes);
/** With `amt`: 2006/07/01, 2007/02/01 and most of the later ones. */
export const identifierCodeWithAmt = codes(...identifierCodes, 'amt');

export const episodeOfCareStatusCode = codes('inaktiv', 'indlagt', 'ambulant', 'doed', 'ambulant_roentgen');

export const emailPriority = codes('rutine', 'høj_prioritet');
export const referralPriority = codes('elektiv', 'akut', 'saerlige_forhold');
export const actionPriorityCode = codes('Akut', 'Subakut', 'Rutine');

export const transport = codes('ingen', 'liggende', 'siddende');
export const hospitalChoice = codes('ALDB00', 'ALDB01', 'ALDB02', 'ALDB03');
export const telephoneCode = codes('mobil', 'arbejde', 'fastnet');
export const categoryCode = codes('social', 'aeldre_omsorg', 'sundhedspleje');

export const relation = codes('uspec_paaroerende', 'mor', 'far', 'barn');
export const municipalRelation = codes('uspec_paaroerende', 'mor', 'far', 'soen', 'datter');

export const informationCode = codes(
  ...words('ustruktureret egen_laege henvisning_modtaget visitering indkaldt indlagt_paa udenamts_kaution'),
);

export const diagnoseType = codes('SKSdiagnosekode', 'uspecificeretkode', 'ICPCkode');
export const diagnoseTypeWide = codes(
  ...diagnoseType.codes,
  ...words('speciallaegehenvisning fysioterapihenvisning psykologhenvisning'),
  ...words('Fysioterapihenvisningsdiagnose Psykologhenvisningsdiagnose'),
);

export const diagnoseDescription = codes(
  ...words('uspec_diagnose henv_diagnose bidiagnose tillaegsdiagnose aktionsdiagnose'),
  ...words('midlertidig_diagnose forloebsdiagnose operation roentgenundersoegelse'),
);
export const diagnoseDescriptionWide = codes(
  ...diagnoseDescription.codes,
  ...words('speciallaegehenvisning fysioterapihenvisning psykologhenvisning fysioterapihenvisningspgruppe'),
);
/** 2017/05/01 */
export const diagnoseDescriptionHospital = codes(
  ...diagnoseDescriptionWide.codes,
  ...words('henv_diagnose_ny_sygdom henv_diagnose_samme_sygdom'),
);

export const objectCode = codes(
  ...words('tekstfil billede program vektor_grafik biosignaler multimedie proprietaert_indhold'),
);

/** 2006/07/01 */
export const objectExtension = codes(
  ...words('pcx tiff jpeg gif bmp png mpg dcm scp txt rtf doc xls wpd exe pdf wav avi mid rmi com zip bin inh'),
);
export const objectExtensionWithPlo = codes(...objectExtension.codes, 'plo');

export const speciality = codes(
  ...words(`
    ikkeklassificeret intern_medicin_sygehus geriatri hepatologi haematologi infektionsmedicin kardiologi
    med_allergologi med_endokrinologi med_gastroenterologi med_lungesygdomme nefrologi reumatologi
    dermato_venerologi_sygehus neurologi onkologi kirurgi_sygehus karkirurgi kir_gastroenterologi plastikkirurgi
    thoraxkirurgi urologi gynaekologi_obstetrik_sygehus neurokirurgi ortopaedisk_kirurgi_sygehus oftalmologi
    oto_rhino_laryngologi hospitalsodontologi psykiatri_sygehus boerne_ungdomspsykiatri klin_biokemi
    klin_fys_nuklearmedicin klin_immunologi klin_mikrobiologi klin_neurofysiologi patologisk_anatomi
    diagnostisk_radiologi klin_farmakologi klin_genetik anaestesiologi_sygehus arbejdsmedicin almen_medicin
    samfundsmedicin almenlaege_laegevagt oejenlaege oere_naese_halslaege anaestesiologi_praksis roentgen_kbh
    dermato_venerologi_praksis roentgen reumatologi_fysiurgi gynaekologi_obstetrik_praksis intern_medicin_praksis
    kirurgi_praksis klinisk_kemi neuromedicin ortopaedisk_kirurgi_praksis patologi plastkirurgi psykiatri_praksis
    paediatri boernepsykiatri tropemedicin tandlaege fysioterapi kiropraktor briller fodterapi fodbehandlking
    med_laboratorier omegnslaboratorier psykolog akut almenlaege_vagtkoersel almenlaege_vagtlaegehjaelp blandet
    fodterapi_leddegigt fodterapi_radioaktiv fysioterapi_sygehus fysioterapi_vederlagsfri kiropraktor_64
    med_laboratorier_kpll med_laboratorier_ssi neurokirurgi_praksis paediatri_sygehus palliativ retsmedicin
    ridefysioterapi ridefysioterapi_vederlagsfri sexologi tandplejere teddy vagtlaege vagtlaegehjaelp
    vagtlaegehjaelp_kbh
  `),
);
/** 2016/12/01 and 2020/05/06 */
export const municipalSpeciality = codes(...speciality.codes, 'tolk');
